import type { Instant } from '../kernel/system.ts'
import type { Sealed } from '../secret/secret-box.ts'
import type { TotpParameters } from './totp/totp-parameters.ts'

/** A user's authenticator, as it is stored. Its secret must be read again, so it is sealed. */
export type StoredAuthenticator = TotpParameters & {
  readonly id: string
  /** Tells the authenticator from the user's others. */
  readonly name?: string
  readonly secret: Sealed
  /**
   * A keyed digest of the secret, in base64url. The same secret has the same digest under the same key, and the digest
   * reveals nothing of the secret.
   */
  readonly fingerprint: string
  readonly enrolledAt: Instant
  /**
   * When one of its codes was first accepted. Until then it is not known whether the user's app has the same secret.
   */
  readonly provenAt?: Instant
  /** The last time step whose code was accepted; 0 if there is none. */
  readonly lastStep: number
}
