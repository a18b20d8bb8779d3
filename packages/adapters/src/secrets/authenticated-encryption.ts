/** What a text is once it is encrypted. */
export type Encrypted = {
  readonly nonce: Uint8Array
  readonly ciphertext: Uint8Array
  readonly tag: Uint8Array
}

/** Authenticated encryption with associated data (RFC 5116). Each key is drawn at random for one text. */
export type AuthenticatedEncryption = {
  /** As sealed texts name it; of `a-z 0-9 -`. */
  readonly name: string
  readonly keyBytes: number
  readonly encrypt: (key: Uint8Array, text: Uint8Array, associatedData: Uint8Array) => Encrypted
  /** Throws, as node:crypto does, for whatever was not made with this key and these data, whole. */
  readonly decrypt: (key: Uint8Array, encrypted: Encrypted, associatedData: Uint8Array) => Buffer
}
