import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { digestBytes, sameBytes, type Digest } from '../digest/digest.ts'
import { hashFormat, type HashFormat, type HashFormatRow } from '../hash-format.ts'
import { pbkdf2Strength } from '../strength.ts'

/** Digests that are not a `Digest`: only the PBKDF2 of Kratos and Auth0 uses them. */
type FurtherDigest =
  | `sha512-${'224' | '256'}`
  | `sha3-${'224' | '256' | '384' | '512'}`
  | 'blake2s256'
  | 'blake2b512'
  | 'ripemd160'
  | 'md5-sha1'

/** The digests that PBKDF2 is computed with. */
export type Pbkdf2Digest = Digest | FurtherDigest

const sizes: Readonly<Record<Pbkdf2Digest, number>> = {
  ...digestBytes,
  'sha512-224': 28,
  'sha512-256': 32,
  'sha3-224': 28,
  'sha3-256': 32,
  'sha3-384': 48,
  'sha3-512': 64,
  blake2s256: 32,
  blake2b512: 64,
  ripemd160: 20,
  'md5-sha1': 36,
}

const isPbkdf2Digest = (name: string): name is Pbkdf2Digest => Object.hasOwn(sizes, name)

/** The common form of every spelling of a PBKDF2 hash (RFC 8018). */
export type Pbkdf2Hash = {
  readonly digest: Pbkdf2Digest
  readonly iterations: number
  readonly salt: Uint8Array
  readonly key: Buffer
  /** What the system computes from the password first; the password itself if absent. */
  readonly of?: (password: Buffer) => Buffer
}

const derive = promisify(pbkdf2)

/** A key longer than the digest is made in several blocks, each with all the iterations. */
const blocksOf = ({ key, digest }: Pbkdf2Hash): number => Math.ceil(key.length / sizes[digest])

/** A row for one spelling of PBKDF2. */
export const pbkdf2Row = (
  id: string,
  parse: (encoded: string) => Pbkdf2Hash | undefined,
  rest: Pick<HashFormatRow<Pbkdf2Hash>, 'fields'> = {},
): HashFormat =>
  hashFormat<Pbkdf2Hash>({
    ...rest,
    id,
    parse,
    bounds: [
      // About 1 s of one core with SHA-256. OWASP's highest number is 1,300,000, for SHA-1.
      { name: 'iterations', of: ({ iterations }) => iterations, max: 2_000_000 },
      { of: (hash) => hash.iterations * blocksOf(hash), max: 4_000_000 },
    ],
    furtherCosts: (hash) => {
      const blocks = blocksOf(hash)
      return { digest: hash.digest, ...(blocks === 1 ? {} : { blocks }) }
    },
    strength: ({ digest, iterations }) => pbkdf2Strength(digest, iterations),
    matches: async (password, { salt, iterations, key, digest, of = itself }) =>
      sameBytes(await derive(of(password), salt, iterations, key.length, digest), key),
  })

const itself = (password: Buffer): Buffer => password

/** The parts as a hash, if its key has 16 to 256 bytes, and exactly `length` if that is given. */
export const wholePbkdf2 = (
  digest: string | undefined,
  iterations: string | number | undefined,
  salt: Uint8Array | undefined,
  key: Buffer | undefined,
  length?: number,
): Pbkdf2Hash | undefined => {
  if (digest === undefined || !isPbkdf2Digest(digest) || salt === undefined || key === undefined)
    return undefined
  if (key.length < 16 || key.length > 256 || key.length !== (length ?? key.length)) return undefined
  return { digest, iterations: Number(iterations), salt, key }
}
