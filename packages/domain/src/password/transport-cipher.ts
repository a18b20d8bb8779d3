import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Secret } from '../kernel/secret.ts'

/** How a password was encrypted on its way to us; `none` is in clear. */
export type EncryptType = 'none' | 'rsa' | 'sm2'

/** The ciphertext cannot be read. There is one answer for every reason, so that a caller learns nothing from it. */
export type Undecryptable = { readonly kind: 'undecryptable' }

/** Port: one key pair under which callers send passwords. */
export type TransportCipher = {
  /** For callers to encrypt with: PEM (SPKI) for RSA; the uncompressed point in hex, `04` first, for SM2. */
  readonly publicKey: string
  /**
   * Decrypts a ciphertext into text. Whatever is not well-formed UTF-8 is undecryptable: a wrong RSA key yields
   * random bytes, not an error. Many at once take turns with the event loop.
   */
  readonly open: (ciphertext: string) => ResultAsync<Secret<string>, Undecryptable | Unavailable>
}

/** The ciphers a pool offers, by encrypt type. */
export type TransportCiphers = Readonly<Partial<Record<Exclude<EncryptType, 'none'>, TransportCipher>>>
