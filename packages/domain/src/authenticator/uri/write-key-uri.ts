import { conceal, type Secret } from '../../kernel/secret.ts'
import type { TotpSecret } from '../totp/totp-secret.ts'

/** The labels that an authenticator app shows in its list: the service, and the user's account there. */
export type UriLabel = { readonly issuer: string; readonly account: string }

/**
 * Writes the URI that authenticator apps take from a QR code (Google Authenticator's Key URI format). It also names the
 * parameters that every app assumes, because some apps show what they have understood.
 */
export const writeKeyUri = (
  { base32, algorithm, digits, period }: TotpSecret,
  { issuer, account }: UriLabel,
): Secret<string> => {
  // A colon separates issuer and account, so neither may hold a colon, percent-encoded or not.
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
