import { err, ok } from 'neverthrow'
import { within } from '../../kernel/bounded.ts'
import type { Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'

/** The hashes behind a one-time password (RFC 6238, section 1.2). */
export const totpAlgorithms = ['SHA1', 'SHA256', 'SHA512'] as const

export type TotpAlgorithm = (typeof totpAlgorithms)[number]

/** How a secret becomes codes. `period` is the length of a time step, in whole seconds. */
export type TotpParameters = {
  readonly algorithm: TotpAlgorithm
  readonly digits: 6 | 8
  readonly period: number
}

/** The parameters that every authenticator app assumes, and the only ones that the contract has. */
export const contractTotpParameters: TotpParameters = { algorithm: 'SHA1', digits: 6, period: 30 }

/** Nobody can copy a code in less time. Authelia has the same minimum. */
const minPeriod = 15
/** NIST SP 800-63B (revision 3, 5.1.4.1) asks that the time behind a code changes at least every two minutes. */
const maxPeriod = 120

/** Longer than the longest spelling of a hash's name. */
const maxName = 64

/**
 * Reads the name of a hash as systems spell it: `SHA1`, `sha-256`, `HmacSHA512`, `HMAC-SHA-1`. MD5 is not supported.
 */
export const parseTotpAlgorithm = (text: string): Checked<TotpAlgorithm> => {
  const name = within(text, maxName)?.trim().toLowerCase() ?? ''
  const size = /^(?:hmac[-_ ]?)?sha[-_ ]?(1|256|512)$/u.exec(name)?.[1]
  const algorithm = totpAlgorithms.find((each) => each === `SHA${size}`)
  return algorithm === undefined
    ? err([issue('otp.algorithm_unsupported', [], { allowed: totpAlgorithms.join(', ') })])
    : ok(algorithm)
}

/** Checks how long the codes are. Apps show six or eight digits; RFC 4226, section 5.3, forbids fewer than six. */
export const parseTotpDigits = (digits: number): Checked<6 | 8> =>
  digits === 6 || digits === 8 ? ok(digits) : err([issue('otp.digits_unsupported', [], { allowed: '6, 8' })])

/** Checks the length of a time step, in seconds. Every app knows 30, most know 60, some support any. */
export const parseTotpPeriod = (seconds: number): Checked<number> =>
  Number.isInteger(seconds) && seconds >= minPeriod && seconds <= maxPeriod
    ? ok(seconds)
    : err([issue('otp.period_unsupported', [], { min: minPeriod, max: maxPeriod })])
