import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { Secret } from '../kernel/secret.ts'

/** A data key, encrypted under a key-encryption key. */
export type WrappedKey = {
  /** Which key-encryption key: 1 to 128 of `A-Z a-z 0-9 _ ~ -`. */
  readonly keyId: string
  /** The bytes as the port made them; no other code reads them. */
  readonly bytes: Uint8Array
}

/** What a data key is for, by names such as `pool` and `user`, or `pool` and `batch`. Nothing in it is secret. */
export type KeyContext = Readonly<Record<string, string>>

/**
 * Port: encrypts data keys under keys that it never gives out, as a key management service with the calls Encrypt and
 * Decrypt does. A service that takes an encryption context binds the data key to it and logs it. A batch of users wraps
 * one data key for some hundred secrets. A rotation unwraps one for each secret of a page, all at once. An adapter that
 * sends the calls over a network limits how many run at once.
 */
export type KeyEncryption = {
  /** The id of the key under which data keys are wrapped. */
  readonly currentId: string
  /** The data key is overwritten as soon as the call has answered. */
  readonly wrap: (dataKey: Secret<Uint8Array>, context: KeyContext) => ResultAsync<WrappedKey, Unavailable>
  /**
   * Fails closed: an unknown key and changed bytes are `Unavailable`, whose `cause` does not hold the data key. The
   * caller overwrites the answer. If another try is of no use, the failure is `cannotOpen()`: a rotation then names
   * what the key was for and goes on, while every other failure stops it.
   */
  readonly unwrap: (wrapped: WrappedKey, context: KeyContext) => ResultAsync<Secret<Uint8Array>, Unavailable>
}
