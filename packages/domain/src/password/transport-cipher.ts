import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Secret } from '../kernel/secret.ts'
import type { Instant } from '../kernel/sources.ts'

/** How a password was encrypted on its way to us; `none` is in clear. */
export type EncryptType = 'none' | 'rsa' | 'sm2'

/** The ciphertext cannot be read. There is one answer for every reason, so that a caller learns nothing from it. */
export type Undecryptable = { readonly kind: 'undecryptable' }

/**
 * What was read is a text, and has fewer than `leastBytes` bytes: so short a text comes out of a broken ciphertext, or under
 * another key, by chance too. It is not believed, though nothing says that it is wrong.
 */
export type TooShort = { readonly kind: 'too-short'; readonly leastBytes: number }

/** The public half of a transport key. */
export type PublicTransportKey = {
  /** For callers to encrypt with: PEM (SPKI) for RSA; the uncompressed point in hex, `04` first, for SM2. */
  readonly publicKey: string
  /** Names the key, and is the same wherever the key is: it is made of the public key alone. */
  readonly keyId: string
  /** How callers pad what they encrypt with it, such as `pkcs1` or `oaep-sha256`. Absent where there is but one way. */
  readonly padding?: string
  /** From this instant on, nothing that is encrypted with the key can be opened. Absent where no end is set. */
  readonly retiresAt?: Instant
}

/** Port: the key pairs of one kind under which callers send passwords. */
export type TransportCipher = {
  /** The key to encrypt with at this moment: the newest that has not retired, or none where all have. */
  readonly current: () => PublicTransportKey | undefined
  /**
   * Decrypts a ciphertext into text, whichever key that has not retired it was made for. Whatever is not well-formed
   * UTF-8 is undecryptable: a wrong RSA key yields random bytes, not an error. Many at once take turns with the event
   * loop.
   */
  readonly open: (ciphertext: string) => ResultAsync<Secret<string>, Undecryptable | TooShort | Unavailable>
}

/** The ciphers a pool offers, by encrypt type. */
export type TransportCiphers = Readonly<Partial<Record<Exclude<EncryptType, 'none'>, TransportCipher>>>
