import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Secret } from '../kernel/secret.ts'

/** A data key, encrypted under a key-encryption key. */
export type WrappedKey = {
  /** Which key-encryption key: 1 to 128 of `A-Z a-z 0-9 _ ~ -`. */
  readonly keyId: string
  /** As the port made it; nobody else looks inside. */
  readonly bytes: Uint8Array
}

/** What a data key is for, by names such as `pool` and `user`. Nothing in it is secret. */
export type KeyContext = Readonly<Record<string, string>>

/**
 * Port: encrypts data keys under keys that it never gives out, as a key management service does whose calls are Encrypt
 * and Decrypt. One that takes an encryption context binds the data key to it and logs it. A batch asks for as many calls
 * at once as it has rows; whoever has to send them anywhere bounds that.
 */
export type KeyEncryption = {
  /** The id of the key under which data keys are wrapped. */
  readonly currentId: string
  /** The data key is overwritten as soon as this answers. */
  readonly wrap: (dataKey: Secret<Uint8Array>, context: KeyContext) => ResultAsync<WrappedKey, Unavailable>
  /**
   * Fails closed: an unknown key and changed bytes are `Unavailable`, whose `cause` does not hold the data key. The caller
   * overwrites the answer. Where another try is of no use it is `cannotOpen()`: a rotation names what it was for and goes on,
   * while every other failure stops it.
   */
  readonly unwrap: (wrapped: WrappedKey, context: KeyContext) => ResultAsync<Secret<Uint8Array>, Unavailable>
}
