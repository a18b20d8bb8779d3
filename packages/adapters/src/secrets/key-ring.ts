import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { err, ok, type Result } from 'neverthrow'

/** A key of 32 bytes, and the id by which what was made with it names it: 1 to 64 of `A-Z a-z 0-9 _ -`. */
export type SealingKey = { readonly id: string; readonly key: Uint8Array }

export type SealingKeys = {
  /** The current key, and all earlier ones under which something may still rest. */
  readonly keys: readonly SealingKey[]
  /** The id of the key for whatever is made from now on. */
  readonly current: string
}

/** What is wrong with the keys given. It names a key by its id alone. */
export type SealingKeyProblem =
  | { readonly kind: 'key-not-base64-of-32-bytes' }
  | { readonly kind: 'key-not-32-bytes'; readonly id: string }
  | { readonly kind: 'key-id-malformed' }
  | { readonly kind: 'key-id-repeated'; readonly id: string }
  | { readonly kind: 'current-key-unknown'; readonly id: string }

/** Keys by id, as `derive` made them of node:crypto's, which prints none of them. */
export type KeyRing<Key> = {
  readonly current: { readonly id: string; readonly key: Key }
  readonly find: (id: string) => Key | undefined
}

/** What HKDF-SHA-256 needs for keys of full strength. */
const keyBytes = 32

/** Reads a key from configuration: base64 of 32 bytes, as `openssl rand -base64 32` prints it. */
export const parseSealingKey = (text: string): Result<Uint8Array, SealingKeyProblem> => {
  const trimmed = text.trim()
  const key = Buffer.from(trimmed, 'base64')
  return key.length === keyBytes && key.toString('base64') === trimmed
    ? ok(key)
    : err({ kind: 'key-not-base64-of-32-bytes' })
}

/** Whether a text may name a key. */
export const isKeyId = (text: string): boolean => /^[A-Za-z0-9_-]{1,64}$/u.test(text)

/** Checks the keys and takes them in; `derive` makes of each what the ring holds. */
export const openKeyRing = <Key>(
  { keys, current }: SealingKeys,
  derive: (key: KeyObject) => Key,
): Result<KeyRing<Key>, SealingKeyProblem> => {
  const ring = new Map<string, Key>()
  for (const { id, key } of keys) {
    if (!isKeyId(id)) return err({ kind: 'key-id-malformed' })
    if (ring.has(id)) return err({ kind: 'key-id-repeated', id })
    if (key.length !== keyBytes) return err({ kind: 'key-not-32-bytes', id })
    ring.set(id, derive(createSecretKey(key)))
  }
  const key = ring.get(current)
  return key === undefined
    ? err({ kind: 'current-key-unknown', id: current })
    : ok({ current: { id: current, key }, find: (id) => ring.get(id) })
}

/** One key, one purpose: what leaks about a derived key tells nothing about the sealing key (HKDF, RFC 5869). */
export const deriveKey = (key: KeyObject, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', key, '', `keepsake ${purpose} v1`, keyBytes)))
