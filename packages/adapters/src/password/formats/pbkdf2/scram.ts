import { pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import { digestBytes, digestOf, hmacOf, sameBytes, type Digest } from '../digest/digest.ts'
import { hashFormat, type HashFormat } from '../hash-format.ts'
import { pbkdf2Strength } from '../strength.ts'
import { decodePaddedBase64 } from '../text/base64.ts'
import { countIn, hasOnly, objectIn, parseObject, textIn } from '../text/json.ts'
import { saslPrepared } from './sasl-prep.ts'

type ScramHash = {
  readonly iterations: number
  readonly salt: Buffer
  /** The digest of the key that a client proves to have. */
  readonly storedKey: Buffer
}

type Parts = Readonly<Record<'iterations' | 'salt' | 'stored' | 'server', string>>

const derive = promisify(pbkdf2)

const count = String.raw`(?<iterations>[1-9]\d{0,9})`
const key = (name: string): string => `(?<${name}>[A-Za-z0-9+/]{2,172}={0,2})`

const kafka = `salt=${key('salt')},stored_key=${key('stored')},server_key=${key('server')},iterations=${count}`

/**
 * What a server keeps of a password for SCRAM (RFC 5802, RFC 7677): PostgreSQL's
 * `SCRAM-SHA-256$<iterations>:<salt>$<stored key>:<server key>`, Dovecot's `{SCRAM-SHA-256}<iterations>,<salt>,...`,
 * Kafka's `SCRAM-SHA-256=[salt=...,stored_key=...,server_key=...,iterations=...]` and MongoDB's
 * `{"SCRAM-SHA-256":{...}}`.
 */
const row = (id: string, name: string, digest: Digest): HashFormat => {
  const shapes = [
    `${name}\\$${count}:${key('salt')}\\$${key('stored')}:${key('server')}`,
    `\\{${name}\\}${count},${key('salt')},${key('stored')},${key('server')}`,
    `${name}=\\[${kafka}\\]`,
    `${name}=${kafka}`,
  ].map((shape) => new RegExp(`^${shape}$`, 'u'))
  const partsOf = (encoded: string): Parts | undefined => {
    for (const shape of shapes) {
      const groups = shape.exec(encoded)?.groups
      if (groups !== undefined) return groups as Parts
    }
    return readMongo(encoded, name)
  }
  return hashFormat<ScramHash>({
    id,
    parse: (encoded) => readParts(partsOf(encoded), digestBytes[digest]),
    bounds: [{ name: 'iterations', of: ({ iterations }) => iterations, max: 2_000_000 }],
    furtherCosts: () => ({ digest }),
    strength: ({ iterations }) => pbkdf2Strength(digest, iterations),
    // SASLprep works on characters.
    utf8Only: () => true,
    matches: async (password, { iterations, salt, storedKey }) => {
      const salted = await derive(saslPrepared(password), salt, iterations, storedKey.length, digest)
      return sameBytes(digestOf(digest, hmacOf(digest, salted, Buffer.from('Client Key'))), storedKey)
    },
  })
}

const readMongo = (encoded: string, name: string): Parts | undefined => {
  const outer = parseObject(encoded)
  const fields = objectIn(outer, name)
  const iterations = countIn(fields, 'iterationCount')
  const [salt, stored, server] = ['salt', 'storedKey', 'serverKey'].map((each) => textIn(fields, each))
  if (outer === undefined || fields === undefined || iterations === undefined) return undefined
  if (salt === undefined || stored === undefined || server === undefined) return undefined
  return hasOnly(fields, ['iterationCount', 'salt', 'storedKey', 'serverKey']) &&
    Object.keys(outer).length === 1
    ? { iterations: String(iterations), salt, stored, server }
    : undefined
}

const readParts = (parts: Parts | undefined, size: number): ScramHash | undefined => {
  if (parts === undefined) return undefined
  const [salt, storedKey, serverKey] = [parts.salt, parts.stored, parts.server].map(decodePaddedBase64)
  if (salt === undefined || storedKey?.length !== size || serverKey?.length !== size) return undefined
  return { iterations: Number(parts.iterations), salt, storedKey }
}

/** The digests of SCRAM for which systems keep passwords. MongoDB's SHA-1 is of an MD5, and is not read. */
export const scramFormats = (): readonly HashFormat[] => [
  row('scram-sha-1', 'SCRAM-SHA-1', 'sha1'),
  row('scram-sha-256', 'SCRAM-SHA-256', 'sha256'),
  row('scram-sha-512', 'SCRAM-SHA-512', 'sha512'),
]
