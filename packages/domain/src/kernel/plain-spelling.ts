import { isVisibleAscii } from './text.ts'

/**
 * Characters that nobody can see: white space, line breaks, and Unicode's default ignorables, which are the marks of
 * direction, zero-width characters, soft hyphens, byte order marks and variation selectors. Other control characters do
 * not come from careless copying.
 */
const unseen = /^[\s\u0085\p{Default_Ignorable_Code_Point}]$/u

/** The default ignorables except the byte order mark, which JavaScript takes for white space. */
const marks = /\p{Default_Ignorable_Code_Point}/gu

const anyMark = /\p{Default_Ignorable_Code_Point}/u

/** Whether a text holds an unseen mark other than white space. */
export const hasMarks = (text: string): boolean => anyMark.test(text)

/** Most texts begin and end with a visible character. */
const plainEnds = /^[!-~](?:[\s\S]*[!-~])?$/u

/** A character that a variation selector after it belongs to. */
const takesSelector = /^[\p{Extended_Pictographic}\p{Ideographic}]$/u
const selector = /^\p{Variation_Selector}$/u

/**
 * Removes unseen characters from both ends of a text. A variation selector after a pictograph or an ideograph stays: it
 * is a part of that character.
 */
export const trimUnseen = (text: string): string => {
  if (plainEnds.test(text)) return text
  const characters = [...text]
  let start = 0
  while (start < characters.length && unseen.test(characters[start] ?? '')) start += 1
  let end = characters.length
  while (end > start && unseen.test(characters[end - 1] ?? '')) end -= 1
  if (selector.test(characters[end] ?? '') && takesSelector.test(characters[end - 1] ?? '')) end += 1
  return characters.slice(start, end).join('')
}

/** Removes unseen marks from a text that needs none: a number, a code. Each run of white space becomes one space. */
export const withoutMarks = (text: string): string =>
  text.replaceAll(marks, '').replaceAll(/\s+/gu, ' ').trim()

const decimalDigit = /\p{Decimal_Number}/gu
const isDecimalDigit = /^\p{Decimal_Number}$/u

/** Writes the decimal digits of every script as `0` to `9`. */
export const withAsciiDigits = (text: string): string =>
  isVisibleAscii(text)
    ? text
    : text.replaceAll(decimalDigit, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)))

/** Unicode has the digits of every script in one run, from zero to nine; two runs may follow each other. */
const digitValue = (codePoint: number): number => {
  let before = 0
  while (isDecimalDigit.test(String.fromCodePoint(codePoint - before - 1))) before += 1
  return before % 10
}

/** Every kind of dash, the minus sign, and the long vowel mark, which Japanese keyboards write for a hyphen. */
const dashes = /[\p{Dash_Punctuation}\u2212\u30fc]/gu

/** What people put between the groups of a code, once every dash is a hyphen. */
const separators = /[\s.~\u00b7\u2022\u2219\u22c5\u30fb\u2800-]/gu

/**
 * The text without unseen marks, with full-width and other compatible forms as the plain ones, and every dash as a
 * hyphen.
 */
export const plainSpelling = (text: string): string =>
  isVisibleAscii(text) ? text : withoutMarks(text.normalize('NFKC')).replaceAll(dashes, '-')

/** A code as its user means it: the plain spelling without separators, with the digits of every script as ASCII. */
export const typedCode = (text: string): string =>
  withAsciiDigits(plainSpelling(text)).replaceAll(separators, '')
