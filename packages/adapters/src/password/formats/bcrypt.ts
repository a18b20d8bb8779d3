import { timingSafeEqual } from 'node:crypto'
import bcrypt from 'bcrypt'
import { hashFormat, type HashFormat } from './hash-format.ts'

/**
 * What happens to a password over 72 bytes, of which every bcrypt system ignores the rest. `refuse`: it is wrong.
 * `truncate`: its first 72 bytes count, as they did where the user comes from.
 */
export type BcryptOver72 = 'refuse' | 'truncate'

type BcryptHash = { readonly cost: number; readonly salt: string; readonly digest: string }

/** Eighteen 32-bit words of key are all that the cipher takes. */
const maxBytes = 72

/**
 * bcrypt as crypt(3) writes it: `$2b$<cost>$<22 of salt><31 of digest>`. `2a`, `2b` and `2y` differ only in which bug
 * their first implementations had, and for up to 72 bytes the right ones of each agree. `2x` marks the hashes of a
 * wrong one and is not read.
 */
export const bcryptFormat = (over72: BcryptOver72 = 'refuse'): HashFormat =>
  hashFormat<BcryptHash>({
    id: 'bcrypt',
    parse,
    // Each step doubles the time: 14 takes more than 1 s of one core, and common systems write 10 to 12.
    bounds: [{ of: ({ cost }) => cost, max: 14 }],
    matches: (text, hash) => matches(text, hash, over72),
  })

/** Costs from 4 to 31. The last character of the digest holds 4 bits, the other two are zero; that of a salt varies. */
const shape = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{30}[.CGKOSWaeimquy26])$/u

const parse = (encoded: string): BcryptHash | undefined => {
  const [, cost, salt, digest] = shape.exec(encoded) ?? []
  return cost === undefined ? undefined : { cost: Number(cost), salt: salt!, digest: digest! }
}

const matches = async (
  text: string,
  { cost, salt, digest }: BcryptHash,
  over72: BcryptOver72,
): Promise<boolean> => {
  const bytes = Buffer.from(text)
  const setting = `$2b$${String(cost).padStart(2, '0')}$${salt}`
  // A password that is refused for its length takes as long as any other, so that nobody can tell by the time.
  const computed = await bcrypt.hash(bytes.subarray(0, maxBytes), setting)
  const equal = timingSafeEqual(Buffer.from(computed.slice(-digest.length)), Buffer.from(digest))
  return equal && (bytes.length <= maxBytes || over72 === 'truncate')
}
