import { err, ok } from 'neverthrow'
import type { Checked } from './collect.ts'
import { issue, type Issue } from './issue.ts'

/** How many bytes a well-formed text takes in UTF-8, counted without encoding it. */
export const utf8Length = (text: string): number => {
  let bytes = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff)) bytes += 2
    else bytes += 3
  }
  return bytes
}

/** Control characters other than tab and line breaks, and characters that reverse the direction of text. */
const unseen = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u

/** The same, and tab and line breaks as well: for text of one line. */
const unseenInLine = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u

/** Free text that a person reads, of at most `max` UTF-16 units, kept as it is. */
export const parseText = (text: string, max: number): Checked<string> => checked(text, textFault(text, max))

/** What is wrong with such a text, if anything. For callers with many texts, most of which are right. */
export const textFault = (text: string, max: number): Issue | undefined => faultOf(text, max, unseen)

/** The same on one line: a name, an id, an address. */
export const parseLine = (text: string, max: number): Checked<string> =>
  checked(text, faultOf(text, max, unseenInLine))

const checked = (text: string, fault: Issue | undefined): Checked<string> =>
  fault === undefined ? ok(text) : err([fault])

/** Everything that either kind of text may refuse, and whole characters of two halves as well. */
const suspicious = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/

const faultOf = (text: string, max: number, forbidden: RegExp): Issue | undefined => {
  if (text.length > max) return issue('text.too_long', [], { max })
  // Nearly every text ends here. An expression that knows halves, and not characters, takes a third of the time.
  if (!suspicious.test(text)) return undefined
  if (!text.isWellFormed()) return issue('text.not_well_formed')
  return forbidden.test(text) ? issue('text.control_character') : undefined
}

/**
 * Whether a text has only visible ASCII characters. Most identifiers have no other. Trimming and Unicode's normal forms leave
 * such a text as it is, so a rule may leave out these steps, which take longer than all others.
 */
export const isVisibleAscii = (text: string): boolean => visibleAscii.test(text)

const visibleAscii = /^[!-~]*$/u
