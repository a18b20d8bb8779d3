import { err, ok } from 'neverthrow'
import { collect, optional, type Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { accountName, splitLabel, type OtpAccount } from './otp-account.ts'
import { parseOtpAlgorithm, parseOtpDigits, parseOtpPeriod } from './otp-parameters.ts'
import type { OtpUri } from './otp-uri.ts'

/**
 * Reads the URI that authenticator apps take from a QR code, `otpauth://totp/<label>?secret=...` (Google Authenticator's
 * Key URI format); every issue of its parameters at once. One that counts (`hotp`) is refused, and so is one whose
 * codes are letters, as Steam's are. Parameters that the format does not know are left alone.
 */
export const readKeyUri = ({ kind, label, parameters }: OtpUri): Checked<OtpAccount> => {
  if (kind === 'hotp') return err([issue('otp.counter_based')])
  if (kind !== 'totp' || said(parameters, 'encoder') !== undefined)
    return err([issue('otp.kind_unsupported')])
  const { issuer, account } = splitLabel(label)
  return collect({
    secret: checkSecret(said(parameters, 'secret')),
    algorithm: optional(said(parameters, 'algorithm'), parseOtpAlgorithm),
    digits: optional(said(parameters, 'digits'), (text) => parseOtpDigits(parseWhole(text))),
    period: optional(said(parameters, 'period'), (text) => parseOtpPeriod(parseWhole(text))),
    name: ok(accountName(said(parameters, 'issuer') ?? issuer, account)),
  })
}

/** What is left empty is not said. */
const said = (parameters: OtpUri['parameters'], name: string): string | undefined =>
  parameters.get(name) || undefined

const checkSecret = (secret: string | undefined): Checked<string> =>
  secret === undefined ? err([issue('otp.uri_malformed')]) : ok(secret)

const parseWhole = (text: string): number => (/^\d{1,4}$/u.test(text) ? Number(text) : Number.NaN)
