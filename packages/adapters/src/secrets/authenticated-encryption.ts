/** The result of encrypting a text. */
export type Encrypted = {
  readonly nonce: Uint8Array
  readonly ciphertext: Uint8Array
  readonly tag: Uint8Array
}

/** A way of authenticated encryption with associated data (RFC 5116). */
export type AuthenticatedEncryption = {
  /** The name in envelopes. */
  readonly name: string
  readonly keyBytes: number
  /** Takes a random key. node:crypto then holds it, and prints it nowhere. */
  readonly under: (key: Uint8Array) => EncryptionUnderKey
}

export type EncryptionUnderKey = {
  readonly encrypt: (text: Uint8Array, associatedData: Uint8Array) => Encrypted
  /** Throws, as node:crypto does, for everything that was not made with this key and these data, or is not complete. */
  readonly decrypt: (encrypted: Encrypted, associatedData: Uint8Array) => Buffer
}
