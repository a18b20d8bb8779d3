import { err, ok } from 'neverthrow'
import type { Checked } from './collect.ts'
import { issue } from './issue.ts'

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
export const parseText = (text: string, max: number): Checked<string> => checkText(text, max, unseen)

/** The same on one line: a name, an id, an address. */
export const parseLine = (text: string, max: number): Checked<string> => checkText(text, max, unseenInLine)

const checkText = (text: string, max: number, forbidden: RegExp): Checked<string> => {
  if (text.length > max) return err([issue('text.too_long', [], { max })])
  if (!text.isWellFormed()) return err([issue('text.not_well_formed')])
  if (forbidden.test(text)) return err([issue('text.control_character')])
  return ok(text)
}
