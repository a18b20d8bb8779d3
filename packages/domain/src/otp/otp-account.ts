import { err } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { parseLine } from '../kernel/text.ts'
import type { OtpParameters } from './otp-parameters.ts'

/**
 * What a URI tells of one authenticator. The secret is in base32, in any spelling; what the URI does not say is absent.
 * It may be given as it stands to whatever takes a `NewOtp`.
 */
export type OtpAccount = Partial<OtpParameters> & { readonly secret: string; readonly name?: string }

/** Room for an issuer and an email address; whoever lists authenticators shows it on one line. */
const maxName = 128

/** Reads the name that tells a user's authenticators apart: one line of 1 to 128 characters, trimmed. */
export const parseOtpName = (text: string): Checked<string> => {
  // What is many times as long is not even trimmed.
  if (text.length > 4 * maxName) return err([issue('text.too_long', [], { max: maxName })])
  const name = text.trim()
  return name === '' ? err([issue('otp.name_empty')]) : parseLine(name, maxName)
}

/**
 * The name of an account by what a URI says of it: `Issuer (account)`. The label is `account` or `issuer:account` (Key URI
 * format). Where that makes no name, the issuer or the account alone; nothing where neither does. A label is a courtesy:
 * a bad one refuses nothing.
 */
export const accountName = (issuer: string | undefined, label: string): string | undefined => {
  const colon = label.indexOf(':')
  const issuedBy = (issuer ?? label.slice(0, Math.max(colon, 0))).trim()
  const issuedTo = label.slice(colon + 1).trim()
  const both = issuedBy === '' || issuedTo === '' ? '' : `${issuedBy} (${issuedTo})`
  return [both, issuedBy, issuedTo].find((text) => parseOtpName(text).isOk())
}
