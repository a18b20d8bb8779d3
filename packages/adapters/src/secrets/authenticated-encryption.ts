/** What becomes of a text. */
export type Encrypted = {
  readonly nonce: Uint8Array
  readonly ciphertext: Uint8Array
  readonly tag: Uint8Array
}

/** A way of authenticated encryption with associated data (RFC 5116). */
export type AuthenticatedEncryption = {
  /** As envelopes name it. */
  readonly name: string
  readonly keyBytes: number
  /** Takes in a key drawn at random; node:crypto holds it then, and prints it nowhere. */
  readonly under: (key: Uint8Array) => EncryptionUnderKey
}

export type EncryptionUnderKey = {
  readonly encrypt: (text: Uint8Array, associatedData: Uint8Array) => Encrypted
  /** Throws, as node:crypto does, for whatever was not made with this key and these data, whole. */
  readonly decrypt: (encrypted: Encrypted, associatedData: Uint8Array) => Buffer
}
