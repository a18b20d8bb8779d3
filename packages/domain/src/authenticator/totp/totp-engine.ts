import type { TotpSecret } from './totp-secret.ts'

/** Port: computes one-time passwords (RFC 4226, RFC 6238). It has no clock: the step comes from the caller. */
export type TotpEngine = {
  /** The code of a time step. It has as many digits as the secret says, leading zeros included. */
  readonly codeAt: (secret: TotpSecret, step: number) => string
}
