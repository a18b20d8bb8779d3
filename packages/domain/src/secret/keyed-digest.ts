import type { Secret } from '../kernel/secret.ts'

/**
 * Port: makes digests under keys: 32 bytes that stand for a text, and look drawn at random to whoever has not the key. The same
 * on every machine.
 */
export type KeyedDigest = {
  /** The algorithm that is meant for keys which are made from now on, such as `hmac-sha256`. */
  readonly algorithm: string
  /** The digest of a text by an algorithm, under a key of 32 bytes. Nothing for an algorithm that is not known here. */
  readonly digest: (algorithm: string, key: Secret<Uint8Array>, text: string) => Uint8Array | undefined
}
