import { err, ok } from 'neverthrow'
import type { Brand } from '../../kernel/brand.ts'
import type { Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'
import { hasMarks, trimUnseen } from '../../kernel/plain-spelling.ts'
import { isVisibleAscii, utf8Length } from '../../kernel/text.ts'
import { toALabels } from './to-a-labels.ts'

/** An email address: in its owner's case and script, for sending, and in canonical form, for comparing. */
export type Email = { readonly address: string; readonly canonical: Brand<string, 'CanonicalEmail'> }

/** What a pool decides about email addresses. */
export type EmailRules = {
  /** Whether dots may follow each other, or be at an end of the local part, without quotes around it. */
  readonly irregularDots: boolean
}

/** For reading an address that was accepted before, by whatever rules. */
export const anyEmail: EmailRules = { irregularDots: true }

/** RFC 5321, section 4.5.3.1: 64 octets for the local part, 255 for the domain, 254 for the whole address in a path. */
const maxLocalPart = 64
const maxEmail = 254

/** Letters, digits and the marks of RFC 5322's dot-atom, any letter beyond ASCII (RFC 6531), and dots anywhere. */
const mailbox = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~.-]+$/u
/** In a local part without quotes. */
const irregularDots = /^\.|^[^"]*(?:\.\.|\.$)/u
/** The quoted form of RFC 5321, section 4.1.2. */
const quoted = /^"((?:[^"\\]|\\.)+)"$/u

/**
 * Labels of letters, digits and inner hyphens. There are two or more, and the last one is no number, because it would
 * be an IP address then.
 */
const domain =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?\.)+(?!\d+$|0x[\da-f]*$)[\p{L}\p{N}][\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}]$/u

/**
 * Reads an email address. Unseen marks around it and compatibility forms such as full-width letters do not count,
 * because no mail server would take them. In canonical form, case, quotes and the spelling of the domain's labels do
 * not count either.
 */
export const parseEmail = (text: string, rules: EmailRules = { irregularDots: false }): Checked<Email> => {
  const address = text.length > 2 * maxEmail ? '' : isVisibleAscii(text) ? text : tidied(text)
  // A mark inside an address would make two addresses look alike.
  const canonical = address.includes('@') && !hasMarks(address) ? canonicalEmail(address) : undefined
  if (canonical === undefined) return err([issue('user.email_malformed')])
  return !rules.irregularDots && irregularDots.test(address.slice(0, address.lastIndexOf('@')))
    ? err([issue('user.email_dots_irregular')])
    : ok({ address, canonical: canonical as Email['canonical'] })
}

const tidied = (text: string): string => withPlainDots(trimUnseen(text.normalize('NFKC')))

/** The ideographic full stop is a dot in a domain (UTS 46). */
const withPlainDots = (address: string): string => {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, at + 1)}${address.slice(at + 1).replaceAll('\u3002', '.')}`
}

const canonicalEmail = (address: string): string | undefined => {
  // Lower case may compose where upper case does not, for example in a J with a caron.
  const lower = isVisibleAscii(address) ? address.toLowerCase() : address.toLowerCase().normalize('NFKC')
  const at = lower.lastIndexOf('@')
  const local = withoutQuotes(lower.slice(0, Math.max(at, 0)))
  if (utf8Length(local) > maxLocalPart || !mailbox.test(local) || !domain.test(lower.slice(at + 1)))
    return undefined
  const labels = toALabels(lower.slice(at + 1))
  const canonical = `${local}@${labels}`
  return labels !== undefined && domain.test(labels) && utf8Length(canonical) <= maxEmail
    ? canonical
    : undefined
}

const withoutQuotes = (local: string): string => quoted.exec(local)?.[1]?.replaceAll(/\\(.)/gu, '$1') ?? local
