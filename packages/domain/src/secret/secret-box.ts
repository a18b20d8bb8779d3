import type { ResultAsync } from 'neverthrow'
import type { Brand } from '../kernel/brand.ts'
import type { Unavailable } from '../kernel/failure.ts'
import type { Secret } from '../kernel/secret.ts'
import type { UserId } from '../user/user-id.ts'
import type { UserPoolId } from '../user/user-pool.ts'

/** Encrypted text that names its key, such as `v1.<key id>.<nonce>.<ciphertext>.<tag>`. */
export type Sealed = Brand<string, 'Sealed'>

/** Takes text that a store has kept as sealed. */
export const sealed = (text: string): Sealed => text as Sealed

/** What the text is, and whose. It is bound to the ciphertext, so that one moved to another place cannot be opened. */
export type SealPlace = {
  readonly pool: UserPoolId
  readonly user: UserId
  readonly field: 'otp_secret' | 'notice_secret' | 'password_ticket' | 'password_reset'
}

/** Port: keeps secrets that must be read again. */
export type SecretBox = {
  readonly seal: (text: Secret<string>, place: SealPlace) => ResultAsync<Sealed, Unavailable>
  /** Fails closed: an unknown key, another place, a changed byte or a shortened tag are all `Unavailable`. */
  readonly open: (text: Sealed, place: SealPlace) => ResultAsync<Secret<string>, Unavailable>
}
