import { separators } from './disguise.ts'
import { codePoints } from '../kernel/folded.ts'
import { guessingCost } from './guessing-cost.ts'

/** Port: a list of passwords that people choose often, in memory. */
export type CommonPasswords = {
  /** Whether the text, as a whole and in its folded form, is on the list. */
  readonly has: (text: string) => boolean
}

/** The longest piece that is searched for: no list holds anything longer that people repeat. */
const longestPiece = 32
/** A piece this short is found by trying them all, however often it is repeated. */
const shortPiece = 4

/**
 * Whether a folded text is among the first that an attacker tries: it is common, or only repeats a common or very short
 * piece (`passwordpassword`, fifteen spaces).
 */
export const isGuessedFirst = (text: string, isCommon: CommonPasswords['has']): boolean =>
  isCommon(text) || repeatedPieces(text).some((piece) => codePoints(piece) < shortPiece || isCommon(piece))

/**
 * A shorter password protects an account only beside another factor. In a shorter text, less can be told apart from
 * chance.
 */
const shortest = 12

/**
 * What a text has to be worth, in half characters: ten random characters, or less if it is shorter. A text of fewer
 * than twelve characters may be worth half its length, because random texts contain rows too.
 */
const worthOf = (length: number): number => (length < shortest ? 8 : Math.min(20, Math.floor(length * 1.25)))

/** In half characters: which sign it is, and whether it is between the words, between all characters, or elsewhere. */
const costOfSeparator = 4

/**
 * Whether a folded text consists of a few pieces that every attacker has (`password12345678`, `qwertyuiopasdfgh`), with
 * separators between them (`p.a.s.s.w.o.r.d.1.2.3`) or none.
 */
export const isPutTogether = (text: string, isCommon: CommonPasswords['has']): boolean => {
  const length = codePoints(text)
  const enough = worthOf(length)
  if (guessingCost(text, isCommon, enough) < enough) return true
  const dense = text.replaceAll(separators, '')
  if (length < shortest) return isShortGuess(text, dense, isCommon)
  const signs = new Set(text.match(separators)?.flatMap((run) => [...run]))
  const left = enough - costOfSeparator * signs.size
  return signs.size > 0 && left > 0 && guessingCost(dense, isCommon, left) < left
}

/** A common word, or one row, with no more than a year or a sign after it, or signs in between. */
const isShortGuess = (text: string, dense: string, isCommon: CommonPasswords['has']): boolean =>
  (4 * dense.length >= 3 * text.length && isCommon(dense)) ||
  guessingCost(text.replace(endOfWord, ''), isCommon, costOfWord + 1) <= costOfWord

const endOfWord = /(?:(?:19|20)\d\d)?[^\p{L}\p{M}]?$/u

/** As `guessingCost` counts. */
const costOfWord = 6

/** The pieces of which the text is a repetition. The last repetition may be incomplete. */
const repeatedPieces = (text: string): readonly string[] =>
  Array.from({ length: Math.min(longestPiece, text.length - 1) }, (_, index) => index + 1)
    .filter((size) => text.startsWith(text.slice(size)))
    .map((size) => text.slice(0, size))
