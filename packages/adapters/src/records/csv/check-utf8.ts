import type { FilePlace } from '@keepsake/domain'
import { decodeAt, endOfCharacters } from '../bytes/decode.ts'
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
