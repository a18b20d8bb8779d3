import { randomFillSync } from 'node:crypto'

/** A call for a few bytes costs as much as one for some thousand, and ids and nonces need only a few. */
const pool = Buffer.alloc(4096)
let next = pool.length

/** `size` bytes from the system's secure source, read in advance. Every byte is given out once and then wiped. */
export const pooledRandomBytes = (size: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(size)
  if (size > pool.length) return randomFillSync(bytes)
  if (next + size > pool.length) {
    randomFillSync(pool)
    next = 0
  }
  const drawn = pool.subarray(next, next + size)
  bytes.set(drawn)
  drawn.fill(0)
  next += size
  return bytes
}
