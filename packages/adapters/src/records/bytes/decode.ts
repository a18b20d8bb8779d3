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

/** The index of the first byte that is no UTF-8. */
const firstWrong = (bytes: Uint8Array): number => {
  let [right, wrong] = [0, bytes.length]
  while (right < wrong) {
    const middle = Math.ceil((right + wrong) / 2)
    if (isBeginning(bytes.subarray(0, middle))) right = middle
    else wrong = middle - 1
  }
  return right
}

const isBeginning = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
