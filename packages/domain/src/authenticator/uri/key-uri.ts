import { err, ok } from 'neverthrow'
import { collect, gather, optional, type Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'
import { accountName, type UriAccount } from './uri-account.ts'
import { parseTotpAlgorithm, parseTotpDigits, parseTotpPeriod } from '../totp/totp-parameters.ts'
import { isSteamUri, splitAuthenticatorUri, type AuthenticatorUri } from './authenticator-uri.ts'

/**
 * Reads the URI that authenticator apps take from a QR code, `otpauth://totp/<label>?secret=...` (Google
 * Authenticator's Key URI format). Answers every issue of its parameters at once. A URI of a counter (`hotp`) is
 * refused, and so is one whose codes are letters, as Steam's are. A label is optional information: a bad one refuses
 * nothing. Parameters that the format does not know are ignored.
 */
export const readKeyUri = (text: string): Checked<UriAccount> => {
  if (isSteamUri(text)) return err([issue('otp.kind_unsupported')])
  const uri = splitAuthenticatorUri(text)
  return uri === undefined ? err([issue('otp.uri_malformed')]) : readParts(uri)
}

const readParts = ({ kind, label, parameters }: AuthenticatorUri): Checked<UriAccount> => {
  if (kind === 'hotp') return err([issue('otp.counter_based')])
  if (
    kind !== 'totp' ||
    said(parameters, 'encoder') !== undefined ||
    isOfSteam(said(parameters, 'issuer'), label)
  )
    return err([issue('otp.kind_unsupported')])
  return gather(
    checkSecret(said(parameters, 'secret')),
    collect({
      algorithm: optional(said(parameters, 'algorithm'), parseTotpAlgorithm),
      digits: optional(said(parameters, 'digits'), (text) => parseTotpDigits(parseWhole(text))),
      period: optional(said(parameters, 'period'), (text) => parseTotpPeriod(parseWhole(text))),
      name: ok(accountName(said(parameters, 'issuer'), label)),
    }),
  ).map(([secret, rest]) => ({ secret, ...rest }))
}

/** Several apps export a Steam account without saying that its codes are letters. */
const isOfSteam = (issuer: string | undefined, label: string): boolean =>
  /^\s*steam(?: guard)?\s*$/iu.test(issuer ?? '') ||
  (issuer === undefined && /^\s*steam(?: guard)?\s*(?::|$)/iu.test(label))

/** An empty parameter counts as absent. */
const said = (parameters: AuthenticatorUri['parameters'], name: string): string | undefined =>
  parameters.get(name) || undefined

const checkSecret = (secret: string | undefined): Checked<string> =>
  secret === undefined ? err([issue('otp.uri_malformed')]) : ok(secret)

const parseWhole = (text: string): number => (/^\d{1,4}$/u.test(text) ? Number(text) : Number.NaN)
