import { err } from 'neverthrow'
import type { Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'
import { trimUnseen } from '../../kernel/plain-spelling.ts'
import { parseLine } from '../../kernel/text.ts'
import type { TotpParameters } from '../totp/totp-parameters.ts'

/**
 * What a URI says about one authenticator. The secret is in base32, in any spelling; what the URI does not say is
 * absent. You may give it as it is wherever a `NewAuthenticator` is taken.
 */
export type UriAccount = Partial<TotpParameters> & { readonly secret: string; readonly name?: string }

/** Room for an issuer and an email address. A list of authenticators shows the name on one line. */
const maxName = 128

/** Reads the name of a user's authenticator, or of its issuer: one line of 1 to 128 characters, trimmed. */
export const parseAuthenticatorName = (text: string): Checked<string> => {
  // A text many times longer than allowed is not even trimmed.
  if (text.length > 4 * maxName) return err([issue('text.too_long', [], { max: maxName })])
  const name = text.trim()
  return name === '' ? err([issue('otp.name_empty')]) : parseLine(name, maxName)
}

/**
 * The name of an imported authenticator: on one line, cut if it is too long, and absent if the text is blank. A bad
 * name is never a reason to refuse the secret. `altered` says that the name differs from the one that was given.
 */
export const tidyAuthenticatorName = (
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

/**
 * What one line of text must not hold: control characters, line breaks, and marks that change the direction of text.
 */
const unseenRuns = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu

/** Only this many characters of a text are read. */
const maxRead = 4096

/** Stands for what could not be decoded. */
const lost = '\ufffd'

/** Cuts between characters, so that none of them is cut in two. */
const cut = (line: string): string => {
  let end = 0
  for (const character of line) {
    if (end + character.length > maxName) break
    end += character.length
  }
  return line.slice(0, end)
}

/**
 * The name of an account from what a URI says about it: `Issuer (account)`. The label is `account` or `issuer:account`
 * (Key URI format). If one of the two is blank, the name is the other alone; nothing if both are blank.
 */
export const accountName = (issuer: string | undefined, label: string): string | undefined => {
  const colon = label.indexOf(':')
  const issuedBy = (issuer ?? label.slice(0, Math.max(colon, 0))).trim()
  const issuedTo = label.slice(colon + 1).trim()
  if (issuedBy === '' || issuedTo === '') return issuedBy || issuedTo || undefined
  return `${issuedBy} (${issuedTo})`
}
