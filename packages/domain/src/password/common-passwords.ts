import { separators } from './disguise.ts'
import { codePoints } from './folded.ts'
import { guessingCost } from './guessing-cost.ts'

/** Port: a list of passwords that people choose often, in memory. */
export type CommonPasswords = {
  /** Whether the text, as a whole and in its folded form, is one of them. */
  readonly has: (text: string) => boolean
}

/** The longest piece that is looked for: no list holds anything longer that people say over and over. */
const longestPiece = 32
/** A piece so short is found by trying them all, however often it is said. */
const shortPiece = 4

/**
 * Whether a folded text is among the first that a guesser tries: it is common, or only repeats a common or very short piece
 * (`passwordpassword`, fifteen spaces).
 */
export const isGuessedFirst = (text: string, isCommon: CommonPasswords['has']): boolean =>
  isCommon(text) || repeatedPieces(text).some((piece) => codePoints(piece) < shortPiece || isCommon(piece))

/** Where they are more than a quarter of the text, what is left by chance is not what it says. */
const withoutSeparators = (text: string): string => {
  const dense = text.replaceAll(separators, '')
  return 4 * dense.length < 3 * text.length ? text : dense
}

/**
 * What a text has to be worth, in half characters: ten random characters, or less where it is shorter. One of fewer than
 * twelve, which another factor protects too, may be worth half its length: there are rows in random texts too.
 */
const worthOf = (length: number): number => (length < 12 ? 8 : Math.min(20, Math.floor(length * 1.25)))

/**
 * Whether a folded text is put together from a few pieces that every guesser has (`password12345678`, `qwertyuiopasdfgh`), or
 * is common but for its separators.
 */
export const isPutTogether = (text: string, isCommon: CommonPasswords['has']): boolean => {
  const enough = worthOf(codePoints(text))
  return isCommon(withoutSeparators(text)) || guessingCost(text, isCommon, enough) < enough
}

/** The pieces that the text consists of when they are said over and over; the last time may break off. */
const repeatedPieces = (text: string): readonly string[] =>
  Array.from({ length: Math.min(longestPiece, text.length - 1) }, (_, index) => index + 1)
    .filter((size) => text.startsWith(text.slice(size)))
    .map((size) => text.slice(0, size))
