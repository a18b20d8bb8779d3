import { hash, timingSafeEqual, type KeyObject } from 'node:crypto'
import type { TransportCipher, Undecryptable } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { openInTurns } from './in-turns.ts'
import { openKeyRing, type TransportKeys } from './key-ring.ts'
import { readSm2Ciphertext, type Sm2Ciphertext } from './sm2-ciphertext.ts'
import { coordinateSize, pointsAt, sharedX, type Point } from './sm2-curve.ts'
import { readSm2Key } from './sm2-key.ts'
import { decodeUtf8 } from './utf8.ts'

export type { TransportKey } from './key-ring.ts'
export type { UnusableKeyReason } from './unusable-key.ts'

/** Keys are PKCS#8 (`openssl genpkey -algorithm SM2`) or SEC1 (`EC PRIVATE KEY`). */
export type Sm2CipherSettings = TransportKeys

/**
 * Opens the cipher of SM2 keys (GB/T 32918.4-2016), for ciphertexts in hex or base64, with or without `sm2:` before
 * them, in any layout that `readSm2Ciphertext` knows. C1 is checked to be on the curve before a private key is used on
 * it: an invalid point could reveal the key (CVE-2026-23966). No plaintext is answered before its C3 is found right, so
 * the key under which it is right is the key that the ciphertext was made for. Throws a configuration error that lists
 * every key that cannot be used.
 */
export const openSm2Cipher = (settings: Sm2CipherSettings): TransportCipher => {
  const { current, active } = openKeyRing<unknown, KeyObject>(settings, (key) =>
    readSm2Key(key).map(({ privateKey, point, spki }) => ({
      decrypter: privateKey,
      publicKey: point.toString('hex'),
      spki,
    })),
  )
  return { current, open: openInTurns((ciphertext) => decrypt(active(), ciphertext)) }
}

const decrypt = (keys: readonly KeyObject[], text: string): Result<string, Undecryptable> => {
  const readings = readSm2Ciphertext(text)
  // Every key is tried, so that the time does not depend on which key is right.
  const [plaintext] = keys.flatMap((key) => decryptUnder(key, readings))
  const read = plaintext && decodeUtf8(plaintext)
  return read === undefined ? err({ kind: 'undecryptable' }) : ok(read)
}

/**
 * ECDH gives the x of [d]C1 and not which of two points has it, so both are tried, and C3 decides. An attacker who
 * changes the sign of somebody else's C1 gets the same plaintext accepted, but sending the ciphertext unchanged does
 * the same.
 */
const decryptUnder = (privateKey: KeyObject, readings: readonly Sm2Ciphertext[]): readonly Buffer[] => {
  const [first] = readings
  if (first === undefined) return []
  // Readings differ in the order of C2 and C3; their C1 is the same point.
  const points = pointsAt(sharedX(privateKey, first.c1))
  return points.flatMap((point) => readings.flatMap((reading) => unmask(point, reading) ?? []))
}

/**
 * Steps B4 to B6: C2 without its mask, if C3 is the hash of it. A mask of zeros is accepted (B4 would refuse it): such
 * a ciphertext has already shown a short password on the wire, and some senders never check.
 */
const unmask = (shared: Point, { c2, c3 }: Sm2Ciphertext): Buffer | undefined => {
  const mask = deriveMask(shared.subarray(1), c2.length)
  const plaintext = Buffer.from(c2.map((byte, at) => byte ^ (mask[at] ?? 0)))
  const x = shared.subarray(1, 1 + coordinateSize)
  const y = shared.subarray(1 + coordinateSize)
  return timingSafeEqual(sm3(x, plaintext, y), c3) ? plaintext : undefined
}

/** The key derivation of GB/T 32918.4, section 5.4.3: SM3(z, counter), the counter a 32-bit number from 1 on. */
const deriveMask = (z: Buffer, size: number): Buffer => {
  const blocks: Buffer[] = []
  for (let have = 0; have < size; have += 32) {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(blocks.length + 1)
    blocks.push(sm3(z, counter))
  }
  return Buffer.concat(blocks)
}

const sm3 = (...parts: readonly Buffer[]): Buffer => hash('sm3', Buffer.concat(parts), 'buffer')
