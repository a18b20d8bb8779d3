import type { Instant } from '../kernel/sources.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { OtpParameters } from './otp-parameters.ts'

/** A user's authenticator, as it rests. Its secret must be read again, so it is sealed. */
export type OtpEnrolment = OtpParameters & {
  readonly id: string
  /** What tells it from the user's other ones. */
  readonly name?: string
  readonly secret: Sealed
  /** A keyed digest of the secret, in base64url: the same for the same secret under the same key, and tells nothing of it. */
  readonly fingerprint: string
  readonly enrolledAt: Instant
  /** When a code of it was first accepted. Until then nobody knows that the user's app has the same secret. */
  readonly provenAt?: Instant
  /** The last time step whose code was accepted; 0 where none was. */
  readonly lastStep: number
}
