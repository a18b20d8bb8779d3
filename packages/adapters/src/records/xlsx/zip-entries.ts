import { crc32, inflateRawSync } from 'node:zlib'

/** A file inside a zip archive, unpacked and checked. */
export type ZipEntry = { readonly name: string; readonly content: Uint8Array }

/** Why an archive cannot be read. */
export type BrokenZip = 'broken' | 'too-large'

const endMark = 0x06054b50
const entryMark = 0x02014b50
const endBytes = 22
const maxComment = 65_535

/**
 * Unpacks the files of a zip archive by its directory, checks each by its checksum, and stops as soon as all together are
 * larger than `maxBytes`, whatever sizes the archive states.
 */
export function* zipEntries(zip: Buffer, maxBytes: number): Generator<ZipEntry, BrokenZip | undefined> {
  const end = findEnd(zip)
  if (end < 0) return 'broken'
  let [at, left] = [zip.readUInt32LE(end + 16), maxBytes]
  for (let count = zip.readUInt16LE(end + 10); count > 0; count -= 1) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== entryMark) return 'broken'
    const nameLength = zip.readUInt16LE(at + 28)
    const content = unpackEntry(zip, at, left)
    if (typeof content === 'string') return content
    left -= content.length
    yield { name: zip.toString('utf8', at + 46, at + 46 + nameLength), content }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
  }
  return undefined
}

const findEnd = (zip: Buffer): number => {
  for (let at = zip.length - endBytes; at >= Math.max(0, zip.length - endBytes - maxComment); at -= 1)
    if (zip.readUInt32LE(at) === endMark) return at
  return -1
}

/** The methods of packing: as it is, and deflate. */
const [stored, deflated] = [0, 8]

const unpackEntry = (zip: Buffer, entry: number, maxBytes: number): Uint8Array | BrokenZip => {
  const method = zip.readUInt16LE(entry + 10)
  const packedBytes = zip.readUInt32LE(entry + 20)
  const local = zip.readUInt32LE(entry + 42)
  if (local + 30 > zip.length) return 'broken'
  const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const packed = zip.subarray(from, from + packedBytes)
  if (packed.length > maxBytes) return 'too-large'
  if (method !== stored && method !== deflated) return 'broken'
  const content = method === stored ? packed : inflate(packed, maxBytes)
  if (typeof content === 'string') return content
  const isWhole =
    content.length === zip.readUInt32LE(entry + 24) && crc32(content) === zip.readUInt32LE(entry + 16)
  return isWhole ? content : 'broken'
}

const inflate = (packed: Uint8Array, maxBytes: number): Uint8Array | BrokenZip => {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, maxBytes) })
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'broken'
  }
}
