import { hash } from 'node:crypto'

/** In bytes. */
const digestSizes = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 } as const

/** A hash for OAEP. */
export type OaepHash = keyof typeof digestSizes

/** The fewest bytes of a modulus under which OAEP with this hash can hold a text at all (RFC 8017, section 7.1.1). */
export const leastModulusBytes = (oaepHash: OaepHash): number => 2 * digestSizes[oaepHash] + 3

/**
 * Removes the masks of MGF1 with SHA-1 from an encoded message of OAEP, and puts on those of MGF1 with the hash of OAEP
 * itself (RFC 8017, section 7.1). Nothing is checked: each byte becomes another, whatever it is. A first byte that is
 * not zero becomes one, so that the number stays below the modulus and stays wrong.
 */
export const remask = (encoded: Buffer, oaepHash: OaepHash): Buffer => {
  const dataAt = 1 + digestSizes[oaepHash]
  const [first, maskedSeed, maskedData] = [encoded[0]!, encoded.subarray(1, dataAt), encoded.subarray(dataAt)]
  const seed = xor(maskedSeed, mgf1('sha1', maskedData, maskedSeed.length))
  const data = xor(maskedData, mgf1('sha1', seed, maskedData.length))
  const newData = xor(data, mgf1(oaepHash, seed, data.length))
  const newSeed = xor(seed, mgf1(oaepHash, newData, seed.length))
  return Buffer.concat([Buffer.of((first + 255) >> 8), newSeed, newData])
}

/** RFC 8017, appendix B.2.1. */
const mgf1 = (digest: OaepHash, seed: Buffer, size: number): Buffer => {
  const blocks = Array.from({ length: Math.ceil(size / digestSizes[digest]) }, (_, count) => {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(count)
    return hash(digest, Buffer.concat([seed, counter]), 'buffer')
  })
  return Buffer.concat(blocks).subarray(0, size)
}

const xor = (bytes: Buffer, mask: Buffer): Buffer => Buffer.from(bytes.map((byte, at) => byte ^ mask[at]!))
