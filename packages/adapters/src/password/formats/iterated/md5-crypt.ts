import { encodeCrypt64 } from '../text/base64.ts'
import { digestOf, sameBytes } from '../digest/digest.ts'
import { hashFormat, type HashFormat } from '../hash-format.ts'
import { affordable, inSlices, type Steps } from './slices.ts'

type Md5CryptHash = { readonly salt: string; readonly digest: string }

/** The algorithm has no other number. */
const rounds = 1000

const row = (id: string, magic: string, shape: RegExp): HashFormat =>
  hashFormat<Md5CryptHash>({
    id,
    parse: (encoded) => {
      const [, salt, digest] = shape.exec(encoded) ?? []
      return digest === undefined ? undefined : { salt: salt!, digest }
    },
    bounds: [{ name: 'rounds', of: () => rounds, max: rounds }],
    // Every round feeds the salt to the digest, so the salt can cost one more block of it.
    furtherCosts: ({ salt }) => ({ saltBytes: Buffer.byteLength(salt) }),
    // MD5 a thousand times: a graphics card tries millions of passwords in a second.
    strength: () => 'weak',
    matches: async (password, { salt, digest }) => {
      const { bytes, whole } = affordable(password, rounds)
      const computed = await inSlices(md5Crypt(bytes, Buffer.from(salt), Buffer.from(magic)))
      return sameBytes(computed, digest) && whole
    },
  })

/** 22 characters, the last of which holds two bits; crypt(3) reads at most 8 characters of salt. */
const tail = String.raw`([^$:\s]{0,8})\$([./0-9A-Za-z]{21}[./01])$`

/** MD5 crypt(3) of FreeBSD and old Linux, `$1$<salt>$<digest>`; Kratos calls it `$md5-crypt$`. */
export const md5CryptFormat = (): HashFormat =>
  row('md5-crypt', '$1$', new RegExp(String.raw`^\$(?:1|md5-crypt)\$${tail}`, 'u'))

/** The same in the spelling of Apache's htpasswd, `$apr1$<salt>$<digest>`. */
export const apr1Format = (): HashFormat =>
  row('apr1', '$apr1$', new RegExp(String.raw`^\$apr1\$${tail}`, 'u'))

/** The order in which the bytes of the digest are written. */
const order = [12, 6, 0, 13, 7, 1, 14, 8, 2, 15, 9, 3, 5, 10, 4, 11]

/** As Poul-Henning Kamp wrote it for FreeBSD 2. */
function* md5Crypt(password: Buffer, salt: Buffer, magic: Buffer): Steps<string> {
  const empty = Buffer.alloc(0)
  const inner = digestOf('md5', password, salt, password)
  const parts = [password, magic, salt, repeated(inner, password.length)]
  for (let bits = password.length; bits > 0; bits >>= 1)
    parts.push((bits & 1) === 1 ? Buffer.alloc(1) : password.subarray(0, 1))
  let digest = digestOf('md5', ...parts)
  for (let round = 0; round < rounds; round += 1) {
    if (round % 64 === 63) yield
    const odd = round % 2 === 1
    digest = digestOf(
      'md5',
      odd ? password : digest,
      round % 3 === 0 ? empty : salt,
      round % 7 === 0 ? empty : password,
      odd ? digest : password,
    )
  }
  return encodeCrypt64(Uint8Array.from(order, (at) => digest[at]!))
}

/** The bytes, repeated up to this length. */
export const repeated = (bytes: Buffer, length: number): Buffer => Buffer.alloc(length, bytes)
