import type { Secret } from '../kernel/secret.ts'

/**
 * Port: makes keyed digests. A digest has 32 bytes and stands for a text; without the key it looks random. It is the
 * same on every machine.
 */
export type KeyedDigest = {
  /** The algorithm for keys that are made from now on, such as `hmac-sha256`. */
  readonly algorithm: string
  /** The digest of a text by an algorithm, under a key of 32 bytes. Nothing for an algorithm that is not known here. */
  readonly digest: (algorithm: string, key: Secret<Uint8Array>, text: string) => Uint8Array | undefined
}
