import { defaultBounds, refuseBounds, type RecordBounds } from '../bounds.ts'
import { firstBytes, skipBytes, type ByteSource } from './byte-source.ts'
import { encodingOf, toUtf8 } from './encoding.ts'
import { compressionOf, unpack } from './unpack.ts'

/** A text that can be read several times from any of its bytes: in UTF-8, without compression. */
export type TextSource = ByteSource & {
  /** Its first bytes, in UTF-8 too. */
  readonly head: Uint8Array
  /** The number of bytes of its mark, which `read` leaves out. */
  readonly start: number
}

/** How to read a text. */
export type TextOptions = {
  readonly bounds?: RecordBounds
  /** The encoding, if it has no byte order mark and is not UTF-8. */
  readonly encoding?: string
}

/** What is looked at to tell what a file is. */
const headBytes = 65_536

/** Bytes without their compression, which is known by the first of them and not by a name. Rejects with a fault. */
export const withoutCompression = async (
  source: ByteSource,
  bounds: RecordBounds = defaultBounds,
): Promise<ByteSource & { readonly head: Uint8Array }> => {
  const head = await firstBytes(source.read(), headBytes)
  const compression = compressionOf(head)
  if (compression === undefined) return { read: source.read, head }
  const read = (from = 0): AsyncIterable<Uint8Array> =>
    skipBytes(unpack(source.read(), compression, bounds), from)
  return { read, head: await firstBytes(read(), headBytes) }
}

/** The text of unpacked bytes, in UTF-8 whatever its encoding is. */
export const asText = (
  { read, head }: ByteSource & { readonly head: Uint8Array },
  given?: string,
): TextSource => {
  const { name, markBytes } = encodingOf(head)
  const encoding = markBytes === 0 ? (given ?? name) : name
  if (encoding === 'utf-8' || encoding === 'utf8')
    return { head, start: markBytes, read: (from = markBytes) => read(from) }
  return {
    head: Buffer.from(new TextDecoder(encoding).decode(head, { stream: true })),
    start: 0,
    read: (from = 0) => skipBytes(toUtf8(read(), encoding), from),
  }
}

/** Opens the text of a file. Rejects with a configuration error if a bound is out of its own bounds. */
export const openText = async (
  source: ByteSource,
  { bounds = defaultBounds, encoding }: TextOptions = {},
): Promise<TextSource> => {
  refuseBounds(bounds)
  return asText(await withoutCompression(source, bounds), encoding)
}
