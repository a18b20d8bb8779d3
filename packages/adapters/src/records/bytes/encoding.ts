import { fileFault } from './fault.ts'

/** An encoding of text, and how many bytes its mark takes. */
export type TextEncoding = { readonly name: string; readonly markBytes: number }

const marks: readonly (readonly [string, readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** The encoding by the byte order mark. UTF-8 if there is none. */
export const encodingOf = (head: Uint8Array): TextEncoding => {
  const mark = marks.find(([, bytes]) => bytes.every((byte, index) => head[index] === byte))
  return mark === undefined ? { name: 'utf-8', markBytes: 0 } : { name: mark[0], markBytes: mark[1].length }
}

/** Whether there is such an encoding, by one of its names in the WHATWG's list: `gb18030`, `shift_jis`, `latin1`, ... */
export const isEncoding = (name: string): boolean => {
  try {
    return new TextDecoder(name).encoding !== ''
  } catch {
    return false
  }
}

/** Turns a stream into UTF-8, without its mark. Bytes that the encoding does not have end it with a fault. */
export async function* toUtf8(
  stream: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const decode = (chunk?: Uint8Array): Uint8Array => {
    try {
      return Buffer.from(chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true }))
    } catch {
      throw fileFault('file.encoding_wrong', { encoding })
    }
  }
  for await (const chunk of stream) yield decode(chunk)
  yield decode()
}
