import type { Secret } from '@keepsake/domain'
import type bcrypt from 'bcrypt'
import { usePeer } from '../../../peer.ts'
import { sameBytes } from '../digest/digest.ts'
import { hashFormat, translatedFormat, type Bound, type HashFormat } from '../hash-format.ts'
import { bcryptStrength } from '../strength.ts'

/**
 * What happens to a password over 72 bytes, of which nearly every bcrypt system ignores the rest. `truncate`: its first
 * 72 bytes count, as they did in the system that the user comes from; the first sign-in replaces the hash by one of the
 * whole password. `refuse`: the password is wrong.
 */
export type BcryptOver72 = 'refuse' | 'truncate'

export type BcryptHash = { readonly cost: number; readonly salt: string; readonly digest: string }

/** The cipher takes only eighteen 32-bit words of key. */
export const maxBytes = 72

export const bcryptBounds: readonly Bound<BcryptHash>[] = [
  // Each step doubles the time: 14 takes more than 1 s of one core, and common systems write 10 to 12.
  { name: 'cost', of: ({ cost }) => cost, max: 14 },
]

/**
 * bcrypt as crypt(3) writes it: `$2b$<cost>$<22 of salt><31 of digest>`. `2a`, `2b` and `2y` differ only in the bugs of
 * their first implementations; for up to 72 bytes, their correct implementations agree. `2x` marks the hashes of an
 * incorrect one and is not read.
 */
export const bcryptFormat = (over72: BcryptOver72 = 'truncate'): HashFormat =>
  hashFormat<BcryptHash>({
    id: 'bcrypt',
    parse: parseBcrypt,
    bounds: bcryptBounds,
    strength: ({ cost }) => bcryptStrength(cost),
    matches: async (password, hash) => {
      // A password that is refused for its length takes as long as any other, so that the time tells nothing.
      const equal = await bcryptMatches(password, hash)
      return equal && (password.length <= maxBytes || over72 === 'truncate')
    },
  })

/** Django's: bcrypt after the name of its hasher, `bcrypt$$2b$...`. */
export const djangoBcryptFormat = (over72: BcryptOver72 = 'truncate'): HashFormat =>
  translatedFormat(
    'django-bcrypt',
    (encoded) => (encoded.startsWith('bcrypt$$') ? encoded.slice('bcrypt$'.length) : undefined),
    [bcryptFormat(over72)],
  )

/**
 * Devise's (Rails): bcrypt of the password followed by a pepper, which is in no hash. A pepper that Devise makes fills
 * the 72 bytes together with any password, so only the password itself may not be longer than that.
 */
export const deviseBcryptFormat = (pepper: Secret<string>, over72: BcryptOver72 = 'truncate'): HashFormat =>
  hashFormat<BcryptHash>({
    id: 'devise-bcrypt',
    parse: parseBcrypt,
    bounds: bcryptBounds,
    strength: ({ cost }) => bcryptStrength(cost),
    matches: async (password, hash) => {
      const equal = await bcryptMatches(Buffer.concat([password, Buffer.from(pepper.reveal())]), hash)
      return equal && (password.length <= maxBytes || over72 === 'truncate')
    },
  })

/**
 * Costs from 4 to 31. The last character of the digest holds 4 bits, its other two are zero; the last character of a
 * salt varies.
 */
const shape = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{30}[.CGKOSWaeimquy26])$/u

export const parseBcrypt = (encoded: string): BcryptHash | undefined => {
  const [, cost, salt, digest] = shape.exec(encoded) ?? []
  return cost === undefined ? undefined : { cost: Number(cost), salt: salt!, digest: digest! }
}

/** Whether the hash is the hash of the first 72 bytes. */
export const bcryptMatches = async (bytes: Buffer, hash: BcryptHash): Promise<boolean> =>
  sameBytes((await bcryptOf(bytes, hash)).slice(-hash.digest.length), hash.digest)

/** The string, `$2b$...`, that bcrypt makes from the first 72 bytes with this cost and salt. */
export const bcryptOf = async (
  bytes: Buffer,
  { cost, salt }: Omit<BcryptHash, 'digest'>,
): Promise<string> => {
  const { hash } = await loadBcrypt()
  return hash(bytes.subarray(0, maxBytes), `$2b$${String(cost).padStart(2, '0')}$${salt}`)
}

/** Loads `bcrypt`, an optional peer. */
export const loadBcrypt = async (): Promise<Pick<typeof bcrypt, 'hash'>> =>
  (await usePeer('bcrypt', () => import('bcrypt'))).default
