import { err } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { trimUnseen } from '../kernel/marks.ts'
import { parseLine } from '../kernel/text.ts'
import type { OtpParameters } from './otp-parameters.ts'

/**
 * What a URI tells of one authenticator. The secret is in base32, in any spelling; what the URI does not say is absent.
 * It may be given as it stands to whatever takes a `NewOtp`.
 */
export type OtpAccount = Partial<OtpParameters> & { readonly secret: string; readonly name?: string }

/** Room for an issuer and an email address; whoever lists authenticators shows it on one line. */
const maxName = 128

/** Reads the name that tells a user's authenticators apart, or that of who issues them: one line of 1 to 128 characters, trimmed. */
export const parseOtpName = (text: string): Checked<string> => {
  // What is many times as long is not even trimmed.
  if (text.length > 4 * maxName) return err([issue('text.too_long', [], { max: maxName })])
  const name = text.trim()
  return name === '' ? err([issue('otp.name_empty')]) : parseLine(name, maxName)
}

/**
 * The name that an imported authenticator gets, none where the text is blank: on one line, cut where it is too long. A name
 * is a courtesy, which never costs the secret; `altered` says that it is not quite the one that was given.
 */
export const tidyOtpName = (
  text: string,
): { readonly name: string | undefined; readonly altered: boolean } => {
  const given = text.slice(0, maxRead).trim()
  const line = trimUnseen(given.toWellFormed().replaceAll(unseenRuns, ' '))
  const name = line.length <= maxName ? line : cut(line).trim()
  return {
    name: name === '' ? undefined : name,
    altered: name !== given || text.length > maxRead || name.includes(lost),
  }
}

/** What one line of text does not hold: control characters, line breaks, and marks that turn its direction around. */
const unseenRuns = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** No more of a text is looked at. */
const maxRead = 4096

/** Stands for what could not be decoded. */
const lost = '\ufffd'

/** Between characters, so that none of them is cut in two. */
const cut = (line: string): string => {
  let end = 0
  for (const character of line) {
    if (end + character.length > maxName) break
    end += character.length
  }
  return line.slice(0, end)
}

/**
 * The name of an account by what a URI says of it: `Issuer (account)`. The label is `account` or `issuer:account` (Key URI
 * format). Where one of the two is blank, the other alone; nothing where both are.
 */
export const accountName = (issuer: string | undefined, label: string): string | undefined => {
  const colon = label.indexOf(':')
  const issuedBy = (issuer ?? label.slice(0, Math.max(colon, 0))).trim()
  const issuedTo = label.slice(colon + 1).trim()
  if (issuedBy === '' || issuedTo === '') return issuedBy || issuedTo || undefined
  return `${issuedBy} (${issuedTo})`
}
