import { scrypt, type ScryptOptions } from 'node:crypto'
import { decodeBase64, decodePaddedBase64 } from '../text/base64.ts'
import { sameBytes } from '../digest/digest.ts'
import { hashFormat, type Bound, type HashFormat, type HashFormatRow } from '../hash-format.ts'
import { scryptStrength } from '../strength.ts'
import { readFields } from '../text/fields.ts'
import { countIn, textIn } from '../text/json.ts'
import { decodeKey, decodeSalt } from '../text/keys.ts'

/** N, r and p of RFC 7914. */
export type ScryptCosts = { readonly n: number; readonly r: number; readonly p: number }

/** The common form of every spelling of an scrypt hash. */
export type ScryptHash = ScryptCosts & {
  readonly salt: Uint8Array
  readonly key: Buffer
  /** The Unicode form that the other system gave passwords before hashing, if any. */
  readonly form?: 'NFKC'
}

/** Derives a key on a libuv thread. */
export const deriveScrypt = (
  password: Buffer,
  salt: Uint8Array,
  { n, r, p }: ScryptCosts,
  bytes: number,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    // Node refuses what it thinks takes more than 32 MiB, unless another limit is given. The bounds have limited N·r·p
    // before.
    const options: ScryptOptions = { N: n, r, p, maxmem: 128 * (n + p + 2) * r + 2 ** 20 }
    scrypt(password, salt, bytes, options, (error, key) => (error === null ? resolve(key) : reject(error)))
  })

export const scryptBounds: readonly Bound<ScryptCosts>[] = [
  { name: 'n', of: ({ n }) => n, max: 2 ** 20 },
  { name: 'r', of: ({ r }) => r, max: 2 ** 20 },
  { name: 'p', of: ({ p }) => p, max: 2 ** 20 },
  // Takes 128·N·r bytes and time proportional to N·r·p: at most 128 MiB and about 1 s. OWASP's most costly setting is
  // exactly this.
  { of: ({ n, r, p }) => n * r * p, max: 2 ** 20 },
]

/** A row for one spelling of scrypt. */
export const scryptRow = (
  id: string,
  parse: (encoded: string) => ScryptHash | undefined,
  rest: Pick<HashFormatRow<ScryptHash>, 'fields'> = {},
): HashFormat =>
  hashFormat<ScryptHash>({
    ...rest,
    id,
    parse,
    bounds: scryptBounds,
    strength: ({ n, r, p }) => scryptStrength(n * r * p),
    utf8Only: ({ form }) => form !== undefined,
    matches: async (password, { salt, key, form, ...costs }) => {
      const formed = form === undefined ? password : Buffer.from(password.toString().normalize(form))
      return sameBytes(await deriveScrypt(formed, salt, costs, key.length), key)
    },
  })

/** RFC 7914: N is a power of two and more than 1. */
export const isScryptN = (n: number): boolean => n > 1 && Number.isInteger(Math.log2(n))

const whole = (
  costs: ScryptCosts,
  salt: Uint8Array | undefined,
  key: Buffer | undefined,
): ScryptHash | undefined =>
  salt === undefined || key === undefined || !isScryptN(costs.n) || key.length < 16 || key.length > 128
    ? undefined
    : { ...costs, salt, key }

const phc =
  /^\$scrypt\$ln=([1-9]\d{0,9}),r=([1-9]\d{0,9}),p=([1-9]\d{0,9})\$([A-Za-z0-9+/]{2,171}={0,2})\$([A-Za-z0-9+/]{22,171}={0,2})$/u

const readPhc = (encoded: string): ScryptHash | undefined => {
  const [, ln, r, p, salt, key] = phc.exec(encoded) ?? []
  // No machine has the memory for a logarithm of more than two digits, so such a text is Kratos' spelling.
  if (ln === undefined || ln.length > 2) return undefined
  return whole({ n: 2 ** Number(ln), r: Number(r), p: Number(p) }, decodeBase64(salt!), decodeBase64(key!))
}

const beside = ['n', 'r', 'p', 'saltEncoding']

/** The key as `hash` and the salt, in hex or base64 or as text, with the names of the costs beside them. */
const readBeside = (encoded: string): ScryptHash | undefined => {
  const fields = readFields(encoded, ['hash', 'salt', ...beside])
  const [hash, salt] = [textIn(fields, 'hash'), textIn(fields, 'salt')]
  const [n, r, p] = [countIn(fields, 'n'), countIn(fields, 'r'), countIn(fields, 'p')]
  if (fields === undefined || hash === undefined || salt === undefined) return undefined
  if (n === undefined || r === undefined || p === undefined) return undefined
  return whole({ n, r, p }, decodeSalt(salt, fields['saltEncoding'] ?? 'utf-8'), decodeKey(hash))
}

/**
 * `$scrypt$ln=<log2 of N>,r=,p=$<salt>$<key>` in base64 without padding: PHC, passlib, Zitadel. A system that keeps
 * salt and key in columns, and the costs in its code, gives them as fields.
 */
export const scryptFormat = (): HashFormat =>
  scryptRow('scrypt', (encoded) => readPhc(encoded) ?? readBeside(encoded), {
    fields: { salt: true, parameters: beside },
  })

/** Ory Kratos' reading of the same string: `ln` is N itself, and the base64 is padded. */
export const kratosScryptFormat = (): HashFormat =>
  scryptRow('kratos-scrypt', (encoded) => {
    const [, n, r, p, salt, key] = phc.exec(encoded) ?? []
    if (n === undefined) return undefined
    const costs = { n: Number(n), r: Number(r), p: Number(p) }
    return whole(costs, decodePaddedBase64(salt!), decodePaddedBase64(key!))
  })

const werkzeug = /^scrypt:([1-9]\d{0,9}):([1-9]\d{0,9}):([1-9]\d{0,9})\$([^$\s]{1,128})\$([0-9a-fA-F]{128})$/u

/** Werkzeug's (Flask's) `scrypt:<N>:<r>:<p>$<salt as text>$<64 bytes of key in hex>`. */
export const werkzeugScryptFormat = (): HashFormat =>
  scryptRow('werkzeug-scrypt', (encoded) => {
    const [, n, r, p, salt, key] = werkzeug.exec(encoded) ?? []
    if (n === undefined) return undefined
    return whole({ n: Number(n), r: Number(r), p: Number(p) }, Buffer.from(salt!), Buffer.from(key!, 'hex'))
  })

const django =
  /^scrypt\$([1-9]\d{0,9})\$([^$\s]{1,128})\$([1-9]\d{0,9})\$([1-9]\d{0,9})\$([A-Za-z0-9+/]{86}==)$/u

/** Django's `scrypt$<N>$<salt as text>$<r>$<p>$<64 bytes of key in base64>`. */
export const djangoScryptFormat = (): HashFormat =>
  scryptRow('django-scrypt', (encoded) => {
    const [, n, salt, r, p, key] = django.exec(encoded) ?? []
    if (n === undefined) return undefined
    return whole({ n: Number(n), r: Number(r), p: Number(p) }, Buffer.from(salt!), decodePaddedBase64(key!))
  })

const betterAuth = /^([0-9a-f]{32}):([0-9a-f]{128})$/u

/** `<salt>:<key>` of better-auth and Lucia 3: N = 2^14, r = 16, p = 1; the hex of the salt is taken as text. */
export const betterAuthScryptFormat = (): HashFormat =>
  scryptRow('better-auth-scrypt', (encoded) => {
    const [, salt, key] = betterAuth.exec(encoded) ?? []
    if (salt === undefined) return undefined
    return { n: 2 ** 14, r: 16, p: 1, salt: Buffer.from(salt), key: Buffer.from(key!, 'hex'), form: 'NFKC' }
  })
