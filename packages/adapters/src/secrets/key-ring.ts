import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { err, ok, type Result } from 'neverthrow'

/** A key of 32 bytes, and its id: 1 to 64 of `A-Z a-z 0-9 _ -`. What was made with the key names this id. */
export type SealingKey = { readonly id: string; readonly key: Uint8Array }

export type SealingKeys = {
  /** The current key, and all earlier ones under which something may still be stored. */
  readonly keys: readonly SealingKey[]
  /** The id of the key for everything that is made from now on. */
  readonly current: string
}

/** What is wrong with the given keys. It names a key only by its id. */
export type SealingKeyProblem =
  | { readonly kind: 'key-not-base64-of-32-bytes' }
  | { readonly kind: 'key-not-32-bytes'; readonly id: string }
  | { readonly kind: 'key-id-malformed' }
  | { readonly kind: 'key-id-repeated'; readonly id: string }
  | { readonly kind: 'current-key-unknown'; readonly id: string }

/** Keys by id, held by node:crypto, which prints none of them. */
export type KeyRing = {
  readonly current: { readonly id: string; readonly key: KeyObject }
  readonly keys: ReadonlyMap<string, KeyObject>
}

/** As long as the results of HMAC-SHA-256 and HMAC-SM3, so that keys derived by them have full strength. */
const keyBytes = 32

/** Reads a key from configuration: base64 of 32 bytes, as `openssl rand -base64 32` prints it. */
export const parseSealingKey = (text: string): Result<Uint8Array, SealingKeyProblem> => {
  const trimmed = text.trim()
  const key = Buffer.from(trimmed, 'base64')
  return key.length === keyBytes && key.toString('base64') === trimmed
    ? ok(key)
    : err({ kind: 'key-not-base64-of-32-bytes' })
}

/** Checks the keys and makes a key ring of them. */
export const openKeyRing = ({ keys, current }: SealingKeys): Result<KeyRing, SealingKeyProblem> => {
  const ring = new Map<string, KeyObject>()
  for (const { id, key } of keys) {
    if (!/^[A-Za-z0-9_-]{1,64}$/u.test(id)) return err({ kind: 'key-id-malformed' })
    if (ring.has(id)) return err({ kind: 'key-id-repeated', id })
    if (key.length !== keyBytes) return err({ kind: 'key-not-32-bytes', id })
    ring.set(id, createSecretKey(key))
  }
  const key = ring.get(current)
  return key === undefined
    ? err({ kind: 'current-key-unknown', id: current })
    : ok({ current: { id: current, key }, keys: ring })
}

/** One key for one purpose: what leaks about a derived key tells nothing about the sealing key (HKDF, RFC 5869). */
export const deriveKey = (
  key: KeyObject,
  purpose: string,
  hash: 'sha256' | 'sm3',
  bytes: number = keyBytes,
): Buffer => Buffer.from(hkdfSync(hash, key, '', `keepsake ${purpose} v1`, bytes))
