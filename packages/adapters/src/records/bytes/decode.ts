import type { FilePlace } from '@keepsake/domain'
import { fileFault } from './fault.ts'
import { advance } from './place.ts'

/** The text of some bytes of UTF-8 that begin at a place. Other bytes are a fault: a mark in their place would be a wrong record. */
export const decodeAt = (bytes: Uint8Array, place: FilePlace): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw fileFault('file.encoding_wrong', { encoding: 'utf-8' }, advance(place, bytes, 0, firstWrong(bytes)))
  }
}

/** The index of the first byte that is no UTF-8, or of the first one of a character that is not complete. */
const firstWrong = (bytes: Uint8Array): number => {
  let [right, wrong] = [0, bytes.length]
  while (right < wrong) {
    const middle = Math.ceil((right + wrong) / 2)
    if (isBeginning(bytes.subarray(0, middle))) right = middle
    else wrong = middle - 1
  }
  return endOfCharacters(bytes.subarray(0, right))
}

const isBeginning = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/** Where the last whole character ends. At most three bytes of a begun one follow. */
export const endOfCharacters = (bytes: Uint8Array): number => {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return back < lengthOf(byte) ? bytes.length - back : bytes.length
  }
  return bytes.length
}

const lengthOf = (first: number): number => (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2)
