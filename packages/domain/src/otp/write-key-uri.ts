import { conceal, type Secret } from '../kernel/secret.ts'
import type { OtpSecret } from './otp-secret.ts'

/** Whose codes an authenticator app is to show, in its list: the service, and the user's account there. */
export type OtpLabel = { readonly issuer: string; readonly account: string }

/**
 * Writes the URI that authenticator apps take from a QR code (Google Authenticator's Key URI format). Parameters that
 * every app assumes are named all the same: some apps show what they have understood.
 */
export const writeKeyUri = (
  { base32, algorithm, digits, period }: OtpSecret,
  { issuer, account }: OtpLabel,
): Secret<string> => {
  // A colon parts issuer and account, so that neither may hold one, percent-encoded or not.
  const label = [issuer, account].map((part) => encodeURIComponent(part.replaceAll(':', ' '))).join(':')
  const parameters = [
    `secret=${base32.reveal()}`,
    `issuer=${encodeURIComponent(issuer)}`,
    `algorithm=${algorithm}`,
    `digits=${digits}`,
    `period=${period}`,
  ]
  return conceal(`otpauth://totp/${label}?${parameters.join('&')}`)
}
