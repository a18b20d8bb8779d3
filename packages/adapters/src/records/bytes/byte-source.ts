import { open } from 'node:fs/promises'
import { fileFault } from './fault.ts'

/** Bytes that can be read several times, each time from any place. */
export type ByteSource = { readonly read: (from?: number) => AsyncIterable<Uint8Array> }

const chunkBytes = 262_144

/** The bytes of a file as it is. */
export const fileBytes = (file: string): ByteSource => ({ read: (from = 0) => readFrom(file, from) })

async function* readFrom(file: string, from: number): AsyncGenerator<Uint8Array> {
  try {
    await using handle = await open(file, 'r')
    for (let at = from; ;) {
      // What was given away may still be in use, so that each chunk has memory of its own.
      const { buffer, bytesRead } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, at)
      if (bytesRead === 0) return
      at += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  } catch (cause) {
    throw fileFault('file.unreadable', { reason: (cause as NodeJS.ErrnoException).code ?? 'unknown' })
  }
}

/** Leaves out the first bytes of a stream. */
export async function* skipBytes(
  stream: AsyncIterable<Uint8Array>,
  count: number,
): AsyncGenerator<Uint8Array> {
  let left = count
  for await (const chunk of stream) {
    if (left < chunk.length) yield left === 0 ? chunk : chunk.subarray(left)
    left = Math.max(0, left - chunk.length)
  }
}

/** The first bytes of a stream, at most `count`. */
export const firstBytes = async (stream: AsyncIterable<Uint8Array>, count: number): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= count) break
  }
  return Buffer.concat(chunks).subarray(0, count)
}
