import { scan, type Token } from './scanner.ts'
import type { Sources } from './sources.ts'

/** The names of all functions that open something, with the numbers in what they take. */
export type OpeningNumbers = ReadonlyMap<string, readonly string[]>

/** The tokens of a source, once for each text. */
const tokensOf = (sources: Sources): readonly (readonly Token[])[] =>
  [...sources.values()].map((text) => scan(text))

const isMark = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === 'mark' && texts.includes(token.text)

const isWord = (token: Token | undefined, ...texts: readonly string[]): boolean =>
  token?.kind === 'word' && (texts.length === 0 || texts.includes(token.text))

/** The index behind the bracket that closes the one at `at`. */
const behind = (tokens: readonly Token[], at: number): number => {
  let depth = 0
  for (let index = at; index < tokens.length; index += 1) {
    if (isMark(tokens[index], '(', '[', '{')) depth += 1
    if (isMark(tokens[index], ')', ']', '}')) depth -= 1
    if (depth === 0) return index + 1
  }
  return tokens.length
}

/** What stands at the beginning of another declaration. */
const begins = ['export', 'type', 'const', 'import', 'function', 'async', 'let']

/** The tokens of each type, by its name. Types of one name in several files count as one. */
const typesIn = (files: readonly (readonly Token[])[]): ReadonlyMap<string, readonly Token[]> => {
  const types = new Map<string, readonly Token[]>()
  for (const tokens of files)
    tokens.forEach((token, index) => {
      const [name, next] = [tokens[index + 1], tokens[index + 2]]
      if (!isWord(token, 'type') || !isWord(name) || !isMark(next, '=', '<')) return
      let end = index + 3
      while (end < tokens.length && !isWord(tokens[end], ...begins))
        end = isMark(tokens[end], '(', '[', '{') ? behind(tokens, end) : end + 1
      types.set(name!.text, [...(types.get(name!.text) ?? []), ...tokens.slice(index + 3, end)])
    })
  return types
}

/** The tokens of a type without those of its functions: what they take and answer is no option. */
const withoutFunctions = (tokens: readonly Token[]): readonly Token[] => {
  const left: Token[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const end = isMark(tokens[at], '(') ? behind(tokens, at) : at
    if (!isMark(tokens[end], '=>') || end === at) {
      left.push(tokens[at]!)
      continue
    }
    at = endOfAnswer(tokens, end + 1) - 1
  }
  return left
}

/** The index behind what a function answers. */
const endOfAnswer = (tokens: readonly Token[], from: number): number => {
  let angles = 0
  for (let at = from; at < tokens.length;) {
    const token = tokens[at]
    if (angles === 0 && (isWord(token, 'readonly') || isMark(token, '}', ',', ')', '='))) return at
    if (isMark(token, '<')) angles += 1
    if (isMark(token, '>')) angles -= 1
    at = isMark(token, '(', '[', '{') ? behind(tokens, at) : at + 1
  }
  return tokens.length
}

const numbersIn = (
  tokens: readonly Token[],
  types: ReadonlyMap<string, readonly Token[]>,
  seen: Set<string>,
): readonly string[] =>
  withoutFunctions(tokens).flatMap((token, index, all) => {
    if (!isWord(token)) return []
    const colon = isMark(all[index + 1], '?') ? index + 2 : index + 1
    if (isMark(all[colon], ':') && isWord(all[colon + 1], 'number')) return [token.text]
    const type = seen.has(token.text) ? undefined : types.get(token.text)
    if (type === undefined) return []
    seen.add(token.text)
    return numbersIn(type, types, seen)
  })

/** What `open...` takes, between its parentheses. */
const parametersOf = (files: readonly (readonly Token[])[], name: string): readonly (readonly Token[])[] =>
  files.flatMap((tokens) =>
    tokens.flatMap((token, index) => {
      if (!isWord(token, 'const') || tokens[index + 1]?.text !== name) return []
      const from = tokens.findIndex((each, at) => at > index && isMark(each, '('))
      return from < 0 ? [] : [tokens.slice(from + 1, behind(tokens, from) - 1)]
    }),
  )

/**
 * The numbers among the options of these functions, found in the text of their types. It is no compiler: a type that is
 * computed is not followed.
 */
export const openingNumbers = (sources: Sources, names: readonly string[]): OpeningNumbers => {
  const files = tokensOf(sources)
  const types = typesIn(files)
  return new Map(
    names.map((name) => [
      name,
      [
        ...new Set(parametersOf(files, name).flatMap((tokens) => numbersIn(tokens, types, new Set()))),
      ].toSorted(),
    ]),
  )
}
