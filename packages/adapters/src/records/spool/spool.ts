import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdtemp, open, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ByteSource } from '../bytes/byte-source.ts'
import { fileFault } from '../bytes/fault.ts'

/** A stream that was kept, so that it can be read again. */
export type Spool = ByteSource & {
  /** Removes what was kept. */
  readonly close: () => Promise<void>
}

const [chunkBytes, tagBytes] = [65_536, 16]

/**
 * Keeps a stream that can be read once, such as standard input, in a file of mode 0600. The file is encrypted with
 * AES-256-GCM under a random key that is only in memory. Where the system allows it, the file has no name any more while it
 * is in use, so that it is gone even after a kill. `folder` is the system's folder for temporary files if absent.
 */
export const spool = async (
  stream: AsyncIterable<string | Uint8Array>,
  folder: string = tmpdir(),
): Promise<Spool> => {
  const place = await mkdtemp(join(folder, 'keepsake-'))
  const handle = await open(join(place, 'spool'), 'wx+', 0o600)
  const remove = (): Promise<void> => rm(place, { recursive: true, force: true })
  // Windows keeps a file that is open. It is removed at the end there.
  await remove().catch(() => undefined)
  const close = async (): Promise<void> => {
    await handle.close()
    await remove()
  }
  const key = randomBytes(32)
  try {
    await write(handle, key, stream)
  } catch (cause) {
    await close()
    throw fileFault('file.unreadable', { reason: (cause as NodeJS.ErrnoException).code ?? 'unknown' })
  }
  return { read: (from = 0) => readChunks(handle, key, from), close }
}

/** Each chunk has its own number as its nonce. The key seals no other file. */
const nonceOf = (chunk: number): Buffer => {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(chunk, 6, 6)
  return nonce
}

const write = async (
  handle: FileHandle,
  key: Buffer,
  stream: AsyncIterable<string | Uint8Array>,
): Promise<void> => {
  let [number, pending] = [0, Buffer.alloc(0)]
  const seal = async (plain: Buffer): Promise<void> => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number))
    number += 1
    await handle.appendFile(Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]))
  }
  for await (const piece of stream) {
    pending = Buffer.concat([pending, typeof piece === 'string' ? Buffer.from(piece) : piece])
    let at = 0
    for (; pending.length - at >= chunkBytes; at += chunkBytes)
      await seal(pending.subarray(at, at + chunkBytes))
    pending = pending.subarray(at)
  }
  if (pending.length > 0) await seal(pending)
}

async function* readChunks(handle: FileHandle, key: Buffer, from: number): AsyncGenerator<Uint8Array> {
  const sealedBytes = chunkBytes + tagBytes
  let skip = from % chunkBytes
  for (let number = Math.floor(from / chunkBytes); ; number += 1) {
    const sealed = Buffer.alloc(sealedBytes)
    const { bytesRead } = await handle.read(sealed, 0, sealedBytes, number * sealedBytes)
    if (bytesRead === 0) return
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number))
    decipher.setAuthTag(sealed.subarray(bytesRead - tagBytes, bytesRead))
    const plain = Buffer.concat([decipher.update(sealed.subarray(0, bytesRead - tagBytes)), decipher.final()])
    yield plain.subarray(skip)
    skip = 0
  }
}
