import { err, ok } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue, type Issue } from '../kernel/issue.ts'
import { conceal, type Secret } from '../kernel/secret.ts'
import { decodeBase32, encodeBase32 } from './base32.ts'

/** The hash behind a one-time password (RFC 6238, section 1.2). */
export type OtpAlgorithm = 'SHA1' | 'SHA256' | 'SHA512'

/** How a secret becomes codes. `period` is the length of a time step, in seconds. */
export type OtpParameters = {
  readonly algorithm: OtpAlgorithm
  readonly digits: 6 | 8
  readonly period: number
}

/** All that an authenticator app knows: whoever holds it can make every code. */
export type OtpSecret = OtpParameters & {
  /** RFC 4648 base32, upper case, without padding. */
  readonly base32: Secret<string>
}

/** What every authenticator app assumes, and the only parameters that the contract has. */
export const contractOtpParameters: OtpParameters = { algorithm: 'SHA1', digits: 6, period: 30 }

/** Longer than any HMAC block (RFC 6238 hashes); more is a mistake. */
const maxBytes = 128
/** NIST SP 800-63B, 3.1.4.1, asks for 112 bits. The contract's own example has 80, so fewer is a warning, not an error. */
const strongBits = 112

/** Reads a base32 secret in any spelling. The pool's minimum is in bits. */
export const parseOtpSecret = (text: string, minBits: number): Checked<OtpSecret> => {
  // Every group of four may be followed by a separator; beyond that the text is no secret of an allowed size.
  if (text.length > 4 * maxBytes) return err([issue('otp.secret_too_long', [], { max: maxBytes * 8 })])
  const bytes = decodeBase32(text)
  if (bytes === undefined) return err([issue('otp.secret_malformed')])
  if (bytes.length * 8 < minBits) return err([issue('otp.secret_too_short', [], { min: minBits })])
  if (bytes.length > maxBytes) return err([issue('otp.secret_too_long', [], { max: maxBytes * 8 })])
  return ok({ base32: conceal(encodeBase32(bytes)), ...contractOtpParameters })
}

/** Warns of a secret that is shorter than today's guidance asks; it is accepted all the same. */
export const otpSecretWarnings = ({ base32 }: OtpSecret): readonly Issue[] => {
  const bits = Math.floor((base32.reveal().length * 5) / 8) * 8
  return bits < strongBits ? [issue('otp.secret_weak', [], { bits, advised: strongBits })] : []
}
