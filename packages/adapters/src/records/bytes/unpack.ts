import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { RecordBounds } from '../bounds.ts'
import { faultOf, fileFault } from './fault.ts'

/** The compressions that are read. */
export type Compression = 'gzip' | 'zstd'

const openers: Readonly<Record<Compression, () => Transform>> = {
  gzip: createGunzip,
  zstd: createZstdDecompress,
}

const magics: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
]

/** The compression of a file, by its first bytes. */
export const compressionOf = (head: Uint8Array): Compression | undefined =>
  magics.find(([, magic]) => magic.every((byte, index) => head[index] === byte))?.[0]

/** So much may unpack from any file: short files of equal rows pack extremely well. */
const freeBytes = 16_777_216

/** Unpacks a stream. A stream that is cut off, damaged or suspiciously dense ends with a fault. */
export async function* unpack(
  packed: AsyncIterable<Uint8Array>,
  compression: Compression,
  { maxRatio }: RecordBounds,
): AsyncGenerator<Uint8Array> {
  let [taken, given] = [0, 0]
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of packed) {
      taken += chunk.length
      yield chunk
    }
  }
  const unpacked = openers[compression]()
  // Its error is that of the iteration.
  const fed = pipeline(Readable.from(counted(), { objectMode: false }), unpacked).catch(() => undefined)
  try {
    for await (const chunk of unpacked as AsyncIterable<Uint8Array>) {
      given += chunk.length
      if (given > freeBytes && given > taken * maxRatio)
        throw fileFault('file.compression_suspicious', { max: maxRatio })
      yield chunk
    }
  } catch (cause) {
    throw faultOf(cause) === undefined ? fileFault('file.compression_broken', { compression }) : cause
  } finally {
    unpacked.destroy()
    await fed
  }
}
