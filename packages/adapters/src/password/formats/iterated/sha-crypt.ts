import { createHash } from 'node:crypto'
import { encodeCrypt64 } from '../text/base64.ts'
import { digestBytes, digestOf, sameBytes } from '../digest/digest.ts'
import { hashFormat, type HashFormat } from '../hash-format.ts'
import { repeated } from './md5-crypt.ts'
import { affordable, inSlices, type Steps } from './slices.ts'
import { iteratedStrength } from '../strength.ts'

type ShaCryptHash = { readonly rounds: number; readonly salt: string; readonly digest: string }

type Variant = {
  readonly id: 'sha256-crypt' | 'sha512-crypt' | 'sm3-crypt'
  readonly digest: 'sha256' | 'sha512' | 'sm3'
  readonly shape: RegExp
  /** The order in which the bytes of the digest are written. */
  readonly order: readonly number[]
}

/** crypt(3) reads at most 16 characters of salt, and writes `rounds=` only if it was asked for. */
const shape = (names: string, digest: string): RegExp =>
  new RegExp(String.raw`^\$(?:${names})\$(?:rounds=([1-9]\d{3,8})\$)?([^$:\s]{0,16})\$(${digest})$`, 'u')

const row = (variant: Variant): HashFormat =>
  hashFormat<ShaCryptHash>({
    id: variant.id,
    parse: (encoded) => {
      const [, rounds = '5000', salt, digest] = variant.shape.exec(encoded) ?? []
      return digest === undefined ? undefined : { rounds: Number(rounds), salt: salt!, digest }
    },
    // About 2 s of one core. passlib, which writes the most, writes 535,000 and 656,000.
    bounds: [{ name: 'rounds', of: ({ rounds }) => rounds, max: 1_000_000 }],
    // Every round feeds the salt to the digest, so the salt can cost one more block of it.
    furtherCosts: ({ salt }) => ({ saltBytes: Buffer.byteLength(salt) }),
    strength: ({ rounds }) => iteratedStrength(rounds),
    matches: async (password, { rounds, salt, digest }) => {
      const { bytes, whole } = affordable(password, rounds)
      const computed = await inSlices(shaCrypt(variant, bytes, Buffer.from(salt), rounds))
      return sameBytes(computed, digest) && whole
    },
  })

const order32: Variant['order'] = [
  20, 10, 0, 11, 1, 21, 2, 22, 12, 23, 13, 3, 14, 4, 24, 5, 25, 15, 26, 16, 6, 17, 7, 27, 8, 28, 18, 29, 19,
  9, 30, 31,
]

/** `$5$[rounds=<number>$]<salt>$<digest>`; Kratos calls it `$sha256-crypt$`. 5,000 rounds if none are named. */
export const sha256CryptFormat = (): HashFormat =>
  row({
    id: 'sha256-crypt',
    digest: 'sha256',
    shape: shape('5|sha256-crypt', '[./0-9A-Za-z]{42}[./0-9A-D]'),
    order: order32,
  })

/** `$sm3$[rounds=<number>$]<salt>$<digest>` of libxcrypt and openEuler: the same as `$5$`, with SM3. */
export const sm3CryptFormat = (): HashFormat =>
  row({
    id: 'sm3-crypt',
    digest: 'sm3',
    shape: shape('sm3', '[./0-9A-Za-z]{42}[./0-9A-D]'),
    order: order32,
  })

/**
 * `$6$[rounds=<number>$]<salt>$<digest>`, which most of Linux wrote from 2009 to 2021; Kratos calls it
 * `$sha512-crypt$`.
 */
export const sha512CryptFormat = (): HashFormat =>
  row({
    id: 'sha512-crypt',
    digest: 'sha512',
    shape: shape('6|sha512-crypt', '[./0-9A-Za-z]{85}[./01]'),
    order: [
      42, 21, 0, 1, 43, 22, 23, 2, 44, 45, 24, 3, 4, 46, 25, 26, 5, 47, 48, 27, 6, 7, 49, 28, 29, 8, 50, 51,
      30, 9, 10, 52, 31, 32, 11, 53, 54, 33, 12, 13, 55, 34, 35, 14, 56, 57, 36, 15, 16, 58, 37, 38, 17, 59,
      60, 39, 18, 19, 61, 40, 41, 20, 62, 63,
    ],
  })

/** Ulrich Drepper, "Unix crypt using SHA-256 and SHA-512", 2007. */
function* shaCrypt(
  { digest: name, order }: Variant,
  password: Buffer,
  salt: Buffer,
  rounds: number,
): Steps<string> {
  const empty = Buffer.alloc(0)
  const inner = digestOf(name, password, salt, password)
  const parts = [password, salt, repeated(inner, password.length)]
  for (let bits = password.length; bits > 0; bits >>= 1) parts.push((bits & 1) === 1 ? inner : password)
  let digest = digestOf(name, ...parts)
  const passwords = repeated(yield* timesItself(name, password), password.length)
  const salts = repeated(digestOf(name, repeated(salt, salt.length * (16 + digest[0]!))), salt.length)
  for (let round = 0; round < rounds; round += 1) {
    if (round % 64 === 63) yield
    const odd = round % 2 === 1
    digest = digestOf(
      name,
      odd ? passwords : digest,
      round % 3 === 0 ? empty : salts,
      round % 7 === 0 ? empty : passwords,
      odd ? digest : passwords,
    )
  }
  return encodeCrypt64(Uint8Array.from(order, (at) => digest[at]!))
}

/** The digest of the password, repeated as many times as it has bytes. */
function* timesItself(name: Variant['digest'], password: Buffer): Steps<Buffer> {
  const hash = createHash(name)
  for (let time = 0; time < password.length; time += 1) {
    if (time % 64 === 63) yield
    hash.update(password)
  }
  return hash.digest().subarray(0, digestBytes[name])
}
