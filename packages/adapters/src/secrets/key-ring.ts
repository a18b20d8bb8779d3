import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { configurationIssue, refuseConfiguration, type ConfigurationIssue } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'

/** A key of 32 bytes, and its id: 1 to 64 of `A-Z a-z 0-9 _ -`. What was made with the key names this id. */
export type SealingKey = { readonly id: string; readonly key: Uint8Array }

export type SealingKeys = {
  /** The current key, and all earlier ones under which something may still be stored. */
  readonly keys: readonly SealingKey[]
  /** The id of the key for everything that is made from now on. */
  readonly current: string
}

/** The text is not base64 of 32 bytes. */
export type NoSealingKey = { readonly kind: 'key-not-base64-of-32-bytes' }

/** Keys by id, held by node:crypto, which prints none of them. */
export type KeyRing = {
  readonly current: { readonly id: string; readonly key: KeyObject }
  readonly keys: ReadonlyMap<string, KeyObject>
}

/** As long as the results of HMAC-SHA-256 and HMAC-SM3, so that keys derived by them have full strength. */
const keyBytes = 32

/** Reads a key from configuration: base64 of 32 bytes, as `openssl rand -base64 32` prints it. */
export const parseSealingKey = (text: string): Result<Uint8Array, NoSealingKey> => {
  const trimmed = text.trim()
  const key = Buffer.from(trimmed, 'base64')
  return key.length === keyBytes && key.toString('base64') === trimmed
    ? ok(key)
    : err({ kind: 'key-not-base64-of-32-bytes' })
}

/** Makes a key ring. Throws a configuration error that lists all that is wrong; it names a key only by its id. */
export const openKeyRing = ({ keys, current }: SealingKeys): KeyRing => {
  refuseConfiguration([...keys.flatMap(keyIssues), ...checkCurrent(keys, current)])
  const ring = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]))
  return { current: { id: current, key: ring.get(current) ?? unknownCurrent() }, keys: ring }
}

const keyIssues = (
  { id, key }: SealingKey,
  index: number,
  keys: readonly SealingKey[],
): readonly ConfigurationIssue[] => {
  const isNamed = typeof id === 'string' && /^[A-Za-z0-9_-]{1,64}$/u.test(id)
  const isRepeated = isNamed && keys.findIndex((other) => other.id === id) !== index
  const isKey = key instanceof Uint8Array && key.length === keyBytes
  return [
    ...(isNamed
      ? []
      : [
          configurationIssue(
            'sealing_key.id_malformed',
            ['keys', index, 'id'],
            'give an id of 1 to 64 of A-Z a-z 0-9 _ -',
          ),
        ]),
    ...(isRepeated
      ? [
          configurationIssue(
            'sealing_key.id_repeated',
            ['keys', index, 'id'],
            `give each key an id of its own: ${id} is used twice`,
          ),
        ]
      : []),
    ...(isKey
      ? []
      : [
          configurationIssue(
            'sealing_key.not_32_bytes',
            ['keys', index, 'key'],
            'give a key of 32 random bytes',
          ),
        ]),
  ]
}

const checkCurrent = (keys: readonly SealingKey[], current: string): readonly ConfigurationIssue[] =>
  keys.some(({ id }) => id === current)
    ? []
    : [configurationIssue('sealing_key.current_unknown', ['current'], 'name the id of one of the keys')]

const unknownCurrent = (): never => {
  throw new Error('A checked key ring has no current key')
}

/** One key for one purpose: what leaks about a derived key tells nothing about the sealing key (HKDF, RFC 5869). */
export const deriveKey = (
  key: KeyObject,
  purpose: string,
  hash: 'sha256' | 'sm3',
  bytes: number = keyBytes,
): Buffer => Buffer.from(hkdfSync(hash, key, '', `keepsake ${purpose} v1`, bytes))
