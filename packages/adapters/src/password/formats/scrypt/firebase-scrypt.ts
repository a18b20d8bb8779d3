import { createCipheriv } from 'node:crypto'
import { decodePaddedBase64 } from '../text/base64.ts'
import { sameBytes } from '../digest/digest.ts'
import { hashFormat, type HashFormat } from '../hash-format.ts'
import { deriveScrypt, scryptBounds, type ScryptCosts } from './scrypt.ts'
import { scryptStrength } from '../strength.ts'

/** A hash of Firebase's modified scrypt, with the parameters of its project. */
type FirebaseHash = ScryptCosts & {
  readonly salt: Buffer
  readonly separator: Buffer
  readonly signerKey: Buffer
  readonly digest: Buffer
}

/**
 * github.com/firebase/scrypt: the hash is the signer key, encrypted under a key that scrypt derives from the password,
 * the salt and the salt's separator after it.
 */
const matches = async (password: Buffer, hash: FirebaseHash): Promise<boolean> => {
  const key = await deriveScrypt(password, Buffer.concat([hash.salt, hash.separator]), hash, 32)
  const cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  return sameBytes(cipher.update(hash.signerKey), hash.digest)
}

const row = (id: string, shape: RegExp): HashFormat =>
  hashFormat<FirebaseHash>({
    id,
    parse: (encoded) => parse(shape.exec(encoded)?.groups),
    bounds: scryptBounds,
    strength: ({ n, r, p }) => scryptStrength(n * r * p),
    matches,
  })

const parse = (groups: Readonly<Record<string, string>> | undefined): FirebaseHash | undefined => {
  if (groups === undefined) return undefined
  const [salt, separator, signerKey, digest] = [
    groups['salt']!,
    groups['separator']!,
    groups['key']!,
    groups['digest']!,
  ].map(decodePaddedBase64)
  if (salt === undefined || separator === undefined || signerKey === undefined) return undefined
  if (digest?.length !== signerKey.length || digest.length < 16 || digest.length > 128) return undefined
  const costs = { n: 2 ** Number(groups['ln']), r: Number(groups['r']), p: Number(groups['p']) }
  return { ...costs, salt, separator, signerKey, digest }
}

const costs = (ln: string): string => `${ln}=(?<ln>[1-9]\\d?),r=(?<r>[1-9]\\d{0,9}),p=(?<p>[1-9]\\d{0,9})`
const base64 = (name: string): string => `(?<${name}>[A-Za-z0-9+/]{2,171}={0,2})`
const separator = '(?<separator>[A-Za-z0-9+/]{0,40}={0,2})'

/** Ory Kratos' `$firescrypt$ln=<memory cost>,r=<rounds>,p=1$<salt>$<hash>$<salt separator>$<signer key>`. */
export const firescryptFormat = (): HashFormat =>
  row(
    'firescrypt',
    new RegExp(
      String.raw`^\$firescrypt\$${costs('ln')}\$${base64('salt')}\$${base64('digest')}\$${separator}\$${base64('key')}$`,
      'u',
    ),
  )

/** Supabase's `$fbscrypt$v=1,n=<memory cost>,r=<rounds>,p=1,ss=<salt separator>,sk=<signer key>$<salt>$<hash>`. */
export const fbscryptFormat = (): HashFormat =>
  row(
    'fbscrypt',
    new RegExp(
      String.raw`^\$fbscrypt\$v=1,${costs('n')},ss=${separator},sk=${base64('key')}\$${base64('salt')}\$${base64('digest')}$`,
      'u',
    ),
  )
