import type { StepWindow } from './totp/time-step.ts'

/** What an operator decides about authenticators. */
export type AuthenticatorSettings = StepWindow & {
  /** Secrets of fewer bits are refused. */
  readonly minSecretBits: number
  /** Whether users must have an authenticator to sign in. */
  readonly required: boolean
  /** How many recovery codes a user is given. */
  readonly recoveryCodes: number
}
