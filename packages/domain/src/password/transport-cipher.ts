import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Secret } from '../kernel/secret.ts'
import type { Instant } from '../kernel/system.ts'

/** How a password was encrypted on its way to us; `none` means in clear. */
export type EncryptType = 'none' | 'rsa' | 'sm2'

/** The ciphertext cannot be read. There is one answer for every reason, so that a caller learns nothing from it. */
export type Undecryptable = { readonly kind: 'undecryptable' }

/**
 * The decrypted text is valid but has fewer than `leastBytes` bytes. A text that short can also result by chance from a
 * broken ciphertext, or from another key. It is not trusted, though nothing says that it is wrong.
 */
export type TooShort = { readonly kind: 'too-short'; readonly leastBytes: number }

/** The public half of a transport key. */
export type PublicTransportKey = {
  /** What callers encrypt with: PEM (SPKI) for RSA; the uncompressed point in hex, `04` first, for SM2. */
  readonly publicKey: string
  /** Names the key. It is made from the public key alone, so it is the same wherever the key is used. */
  readonly keyId: string
  /** How callers pad what they encrypt with it, such as `pkcs1` or `oaep-sha256`. Absent if there is only one way. */
  readonly padding?: string
  /** From this time on, nothing that is encrypted with the key can be opened. Absent if no end is set. */
  readonly retiresAt?: Instant
}

/** Port: the key pairs of one kind under which callers send passwords. */
export type TransportCipher = {
  /** The key to encrypt with now: the newest that has not retired, or none if all have. */
  readonly current: () => PublicTransportKey | undefined
  /**
   * Decrypts a ciphertext into text, with whichever key that has not retired it was made for. Anything that is not
   * well-formed UTF-8 is undecryptable: a wrong RSA key gives random bytes, not an error. Many calls at once take turns
   * with the event loop.
   */
  readonly open: (ciphertext: string) => ResultAsync<Secret<string>, Undecryptable | TooShort | Unavailable>
}

/** The ciphers that a pool offers, by encrypt type. */
export type TransportCiphers = Readonly<Partial<Record<Exclude<EncryptType, 'none'>, TransportCipher>>>
