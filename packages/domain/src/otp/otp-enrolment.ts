import type { Instant } from '../kernel/sources.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { RecoveryCodeHash } from './recovery-code-hasher.ts'
import type { UserId } from '../user/user-id.ts'
import type { OtpAlgorithm } from './otp-parameters.ts'

/** A user's authenticator, as it rests. The secret must be read again, so it is sealed; the recovery code must not, so it is hashed. */
export type OtpEnrolment = {
  readonly id: string
  readonly userId: UserId
  readonly secret: Sealed
  readonly algorithm: OtpAlgorithm
  readonly digits: 6 | 8
  readonly period: number
  readonly recovery?: { readonly hash: RecoveryCodeHash; readonly usedAt?: Instant }
  readonly enrolledAt: Instant
  /** The last time step whose code was accepted; 0 where none was. */
  readonly lastStep: number
}
