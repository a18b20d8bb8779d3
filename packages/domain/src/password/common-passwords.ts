import { codePoints } from './folded.ts'

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
 * Whether a folded text is among the first that a guesser tries: it is common, or only repeats a common or very short
 * piece (`passwordpassword`, `123456789012345`, fifteen spaces), or counts up or down (`abcdefghijklmno`). Of these
 * last two, a list holds only some lengths.
 */
export const isGuessedFirst = (text: string, isCommon: CommonPasswords['has']): boolean =>
  isCommon(text) ||
  isRun(text) ||
  repeatedPieces(text).some((piece) => codePoints(piece) < shortPiece || isCommon(piece))

/** The pieces that the text consists of when they are said over and over; the last time may break off. */
const repeatedPieces = (text: string): readonly string[] =>
  Array.from({ length: Math.min(longestPiece, text.length - 1) }, (_, index) => index + 1)
    .filter((size) => text.startsWith(text.slice(size)))
    .map((size) => text.slice(0, size))

/** Whether every character is the one after its left neighbour, or every one the one before. */
const isRun = (text: string): boolean => {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0)
  return [1, -1].some((step) =>
    points.every((point, index) => index === 0 || point === (points[index - 1] ?? 0) + step),
  )
}
