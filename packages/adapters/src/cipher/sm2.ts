import { hash, timingSafeEqual, type KeyObject } from 'node:crypto'
import type { TransportCipher } from '@keepsake/domain'
import type { Result } from 'neverthrow'
import { openInTurns, type Decrypt } from './in-turns.ts'
import { readSm2Ciphertext, type Sm2Ciphertext } from './sm2-ciphertext.ts'
import { coordinateSize, pointsAt, sharedX, type Point } from './sm2-curve.ts'
import { readSm2Key } from './sm2-key.ts'
import type { UnusableKey } from './unusable-key.ts'
import { decodeUtf8 } from './utf8.ts'

export type { UnusableKey, UnusableKeyReason } from './unusable-key.ts'

/** `privateKeyPem`: PKCS#8 (`openssl genpkey -algorithm SM2`) or SEC1 (`EC PRIVATE KEY`), not encrypted. */
export type Sm2CipherSettings = { readonly privateKeyPem: string }

/**
 * Opens the cipher of one SM2 key (GB/T 32918.4-2016), for ciphertexts in hex or base64, `sm2:` before them or not, in
 * any layout that `readSm2Ciphertext` knows. C1 is known to be on the curve before the private key touches it (an
 * invalid point would draw the key out, CVE-2026-23966), and no plaintext leaves before its C3 is found right.
 */
export const openSm2Cipher = (settings: Sm2CipherSettings): Result<TransportCipher, UnusableKey> =>
  readSm2Key(settings.privateKeyPem).map(({ privateKey, point }) => ({
    publicKey: point.toString('hex'),
    open: openInTurns(makeDecrypt(privateKey)),
  }))

/**
 * ECDH yields the x of [d]C1 and not which of two points has it, so both are tried, and C3 decides. Whoever turns the
 * sign of another's C1 thus gets the same plaintext accepted, which sending the ciphertext unchanged does as well.
 */
const makeDecrypt =
  (privateKey: KeyObject): Decrypt =>
  (text) => {
    const readings = readSm2Ciphertext(text)
    const [first] = readings
    if (first === undefined) return undefined
    // Readings differ in the order of C2 and C3: their C1 is the same point.
    const points = pointsAt(sharedX(privateKey, first.c1))
    const plaintexts = points.flatMap((point) => readings.flatMap((reading) => unmask(point, reading) ?? []))
    return plaintexts[0] && decodeUtf8(plaintexts[0])
  }

/**
 * Steps B4 to B6: C2 without its mask, if C3 is the hash of it. A mask of zeros is let pass (B4 would not): it has
 * shown a short password to the wire already, and some senders never look.
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
