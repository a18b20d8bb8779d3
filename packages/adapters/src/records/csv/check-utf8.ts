import type { FilePlace } from '@keepsake/domain'
import { decodeAt } from '../bytes/decode.ts'
import { advance } from '../bytes/place.ts'

/** The same stream. Bytes that are no UTF-8 end it with a fault at their place. */
export async function* checkUtf8(
  stream: AsyncIterable<Uint8Array>,
  start: FilePlace,
): AsyncGenerator<Uint8Array> {
  let place = start
  let carried: Uint8Array = new Uint8Array()
  for await (const chunk of stream) {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk])
    const whole = bytes.subarray(0, endOfCharacters(bytes))
    decodeAt(whole, place)
    place = advance(place, whole)
    carried = bytes.subarray(whole.length)
    yield whole
  }
  decodeAt(carried, place)
}

/** Where the last whole character ends. At most three bytes of a begun one follow. */
const endOfCharacters = (bytes: Uint8Array): number => {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return bytes.length
    if (byte >= 0xc0) return back < lengthOf(byte) ? bytes.length - back : bytes.length
  }
  return bytes.length
}

const lengthOf = (first: number): number => (first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2)
