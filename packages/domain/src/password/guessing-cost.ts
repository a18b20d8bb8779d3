import { backwards, wordsBehind } from './disguise.ts'
import { keyOf, lengthOfKeyRow } from './keyboard.ts'

/** Whether a folded text is a password that people choose often. */
type IsCommon = (text: string) => boolean

/**
 * In half characters: what an attacker has to try for each kind of piece. A list of 50,000 words is worth three
 * characters.
 */
const costs = { character: 2, word: 6, row: 3, year: 3, day: 6, again: 2 } as const

const wordLengths = { min: 4, max: 32 } as const
const shortestRow = 3
const shortestRepetition = 3
/** The longest piece whose repetition is searched for. */
const longestUnit = 10
/** Pieces are searched for in stretches of this many characters, because their number grows with its square. */
const stretch = 64

/**
 * The most that it costs to guess a folded text, in half characters (UTF-16 units). It is the cost of the cheapest way
 * to build the text from common words (also backwards, with signs for letters), rows of characters and of keys, years,
 * days, repetitions, and single characters. It stops at `enough`.
 */
export const guessingCost = (text: string, isCommon: IsCommon, enough: number): number => {
  let cost = 0
  for (let start = 0; start < text.length && cost < enough; start += stretch)
    cost += costOf(text.slice(start, start + stretch), isCommon)
  return cost
}

const costOf = (text: string, isCommon: IsCommon): number => {
  const best: number[] = [0]
  const isWord = wordFinder(text, isCommon)
  for (let end = 1; end <= text.length; end += 1) {
    let least = (best[end - 1] ?? 0) + costs.character
    for (const { start, cost } of piecesBefore(text, end, isWord))
      least = Math.min(least, (best[start] ?? 0) + cost)
    best.push(least)
  }
  return best.at(-1) ?? 0
}

type Piece = { readonly start: number; readonly cost: number }

/** Whether the text between two places is a common word. */
type IsWord = (start: number, end: number) => boolean

/** Words count in both directions, whatever signs stand for their letters. */
const wordFinder = (text: string, isCommon: IsCommon): IsWord => {
  const readings = wordsBehind(text).map((reading) => ({ reading, reversed: backwards(reading) }))
  const { length } = text
  return (start, end) =>
    readings.some(
      ({ reading, reversed }) =>
        isCommon(reading.slice(start, end)) || isCommon(reversed.slice(length - end, length - start)),
    )
}

const piecesBefore = (text: string, end: number, isWord: IsWord): readonly Piece[] => [
  ...words(end, isWord),
  ...rows(text, end),
  ...years(text, end),
  ...days(text, end),
  ...repetitions(text, end, isWord),
]

const words = (end: number, isWord: IsWord): readonly Piece[] => {
  const found: Piece[] = []
  for (let start = end - wordLengths.min; start >= Math.max(0, end - wordLengths.max); start -= 1)
    if (isWord(start, end)) found.push({ start, cost: costs.word })
  return found
}

/**
 * Rows that end here: up or down by one (`abc`, `321`), or straight along the keys of a keyboard (`asdf`, `1qaz`); each key
 * once or twice (`aabbcc`, `1!2@3#`).
 */
const rows = (text: string, end: number): readonly Piece[] => {
  const single = lengthOfRow(text, end)
  const twice = twiceEach(text, end)
  const double = twice.length < shortestRow ? 0 : 2 * lengthOfRow(twice, twice.length)
  return [
    ...(single >= shortestRow ? [{ start: end - single, cost: costs.row }] : []),
    ...(double >= 2 * shortestRow ? [{ start: end - double, cost: costs.row + costs.again }] : []),
  ]
}

const lengthOfRow = (text: string, end: number): number =>
  Math.max(lengthOfCount(text, end, 1), lengthOfCount(text, end, -1), lengthOfKeyRow(text, end))

/** The keys that end here, as long as each is pressed twice in a row. */
const twiceEach = (text: string, end: number): string => {
  let start = end
  while (start >= 2 && keyOf(text.charAt(start - 1)) === keyOf(text.charAt(start - 2))) start -= 2
  return Array.from({ length: (end - start) / 2 }, (_, at) => keyOf(text.charAt(start + 2 * at))).join('')
}

const lengthOfCount = (text: string, end: number, step: number): number => {
  let start = end - 1
  while (start > 0 && text.charCodeAt(start) - text.charCodeAt(start - 1) === step) start -= 1
  return end - start
}

const years = (text: string, end: number): readonly Piece[] =>
  /^(?:19|20)\d\d$/u.test(text.slice(Math.max(0, end - 4), end)) ? [{ start: end - 4, cost: costs.year }] : []

/** A day as people write it, with the year first or last. Its parts have a sign between them, or two digits each. */
const wholeDay =
  /^(?:(?:19|20)\d\d([-./ ])\d\d?\1\d\d?|\d\d?([-./ ])\d\d?\2(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:[0-2]\d|3[01])(?:[0-2]\d|3[01])(?:19|20)\d\d)$/u

const days = (text: string, end: number): readonly Piece[] => {
  if (!/\d$/u.test(text.slice(0, end))) return []
  return [8, 9, 10].flatMap((length) =>
    end >= length && wholeDay.test(text.slice(end - length, end))
      ? [{ start: end - length, cost: costs.day }]
      : [],
  )
}

/** A piece that occurs two times or more in a row, at least three characters in all. */
const repetitions = (text: string, end: number, isWord: IsWord): readonly Piece[] => {
  const found: Piece[] = []
  for (let size = 1; size <= longestUnit && 2 * size <= end; size += 1) {
    const unit = text.slice(end - size, end)
    let start = end - size
    while (start >= size && text.startsWith(unit, start - size)) start -= size
    if (end - start < Math.max(2 * size, shortestRepetition)) continue
    found.push({ start, cost: costOfUnit(end - size, end, isWord) + costs.again })
  }
  return found
}

/** A unit is a word, with a sign before or after it, or none. */
const costOfUnit = (start: number, end: number, isWord: IsWord): number => {
  const size = end - start
  const isLong = size >= wordLengths.min
  if (isLong && isWord(start, end)) return costs.word
  const isFramed = size > wordLengths.min && (isWord(start + 1, end) || isWord(start, end - 1))
  return isFramed ? costs.word + costs.character : size * costs.character
}
