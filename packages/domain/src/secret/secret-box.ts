import type { ResultAsync } from 'neverthrow'
import type { Brand } from '../kernel/brand.ts'
import type { Unavailable } from '../kernel/failure.ts'
import type { Secret } from '../kernel/secret.ts'
import type { UserId } from '../user/user-id.ts'
import type { UserPoolId } from '../user/user-pool.ts'
import type { SealingBatch } from './sealing-batch.ts'

/** Encrypted text that names its form, algorithm and key, such as `v1.aes-256-gcm.<key id>.<...>.<tag>`. */
export type Sealed = Brand<string, 'Sealed'>

/** Takes text that a store has kept as sealed. */
export const sealed = (text: string): Sealed => text as Sealed

/**
 * What the text is: a field of one of the user's records (an authenticator or a notice), of the user, or of the pool.
 */
export type SealedField =
  | {
      readonly field: 'otp_secret'
      /** The authenticator's id. */
      readonly record: string
      /** How codes are made from the secret. Absent if it is what every app assumes, `contractTotpParameters`. */
      readonly parameters?: { readonly algorithm: string; readonly digits: number; readonly period: number }
    }
  | {
      readonly field: 'notice_secret' | 'recovery_code' | 'digest_key'
      /** The record's id. */
      readonly record: string
    }
  | {
      readonly field: 'move_before'
      /** The keyed digest of the row's key in its source. */
      readonly record: string
    }
  | {
      readonly field:
        'password_ticket' | 'password_reset' | 'account_activation' | 'sign_in_ticket' | 'otp_enrolment'
      readonly record?: never
    }

/**
 * What the text is, and whose it is; without a user it is the pool's. All of this is bound to the ciphertext: a
 * ciphertext that is moved to another place cannot be opened.
 */
export type SealPlace = SealedField & { readonly pool: UserPoolId; readonly user?: UserId }

/** Port: seals secrets that must be read again. */
export type SecretBox = {
  /**
   * Seals a text under the current key. The same text never gives the same result twice. Texts of one batch may share a
   * data key. With that key all of them can be opened, but none can be moved to another place.
   */
  readonly seal: (
    text: Secret<string>,
    place: SealPlace,
    batch?: SealingBatch,
  ) => ResultAsync<Sealed, Unavailable>
  /**
   * Fails closed: an unknown key, another place, a changed byte or a shortened tag are all `cannotOpen()`. If a service
   * cannot be reached, the failure is `Unavailable` without `unopened`.
   */
  readonly open: (text: Sealed, place: SealPlace) => ResultAsync<Secret<string>, Unavailable>
  /**
   * Whether `seal` would use the same key and algorithm. If it would not, a rotation opens the text and seals it anew.
   */
  readonly isCurrent: (text: Sealed) => boolean
  /** The id of the key under which a text is sealed, as the text names it. */
  readonly keyIdOf: (text: Sealed) => string
}
