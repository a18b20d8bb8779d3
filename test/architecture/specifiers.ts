import { scan, type Token } from './scanner.ts'

/** What a source file names from elsewhere, as it is written there. */
export type Specifier = { readonly specifier: string; readonly line: number }

/** Stands for the target of an `import(...)` or `require(...)` whose name is computed. */
export const computed = '(computed)'

/**
 * Every module that a source names: imports and re-exports (of types too), `import()` as a call and as a type,
 * `require`, `import.meta.resolve`, module declarations and `/// <reference>`.
 */
export const specifiersOf = (source: string): readonly Specifier[] => {
  const tokens = scan(source)
  return tokens.flatMap((token, at) => {
    const specifier = specifierAt(tokens, at)
    return specifier === undefined ? [] : [{ specifier, line: token.line }]
  })
}

const specifierAt = (tokens: readonly Token[], at: number): string | undefined => {
  const token = tokens[at]!
  if (token.kind === 'reference') return token.text
  const before = tokens[at - 1]?.text
  if (token.kind !== 'word' || before === '.' || before === '?.') return undefined
  const readers: Readonly<Record<string, (tokens: readonly Token[], at: number) => string | undefined>> = {
    import: readImport,
    export: readFrom,
    require: readCall,
    module: readDeclaration,
  }
  return Object.hasOwn(readers, token.text) ? readers[token.text]!(tokens, at) : undefined
}

const readImport = (tokens: readonly Token[], at: number): string | undefined => {
  const next = tokens[at + 1]
  if (next?.kind === 'text') return next.text
  if (next?.text === '.') return tokens[at + 4]?.text === 'resolve' ? readCall(tokens, at + 4) : undefined
  return next?.text === '(' ? readCall(tokens, at) : readFrom(tokens, at)
}

const readCall = (tokens: readonly Token[], at: number): string | undefined => {
  const [open, name, end] = tokens.slice(at + 1, at + 4)
  if (open?.kind !== 'mark' || open.text !== '(') return undefined
  return name?.kind === 'text' && [')', ','].includes(end?.text ?? '') ? name.text : computed
}

/** The clause between the keyword and `from` holds names, braces, commas and stars only; anything else ends the search. */
const readFrom = (tokens: readonly Token[], at: number): string | undefined => {
  for (let next = at + 1; next < tokens.length; next += 1) {
    const { kind, text } = tokens[next]!
    if (text === 'from' && kind === 'word' && tokens[next + 1]?.kind === 'text') return tokens[next + 1]!.text
    const isClause =
      kind === 'word' || (kind === 'text' && isName(tokens, next)) || ['{', '}', ',', '*'].includes(text)
    if (!isClause) return undefined
  }
  return undefined
}

/** `import { 'any text' as name }` */
const isName = (tokens: readonly Token[], at: number): boolean =>
  tokens[at + 1]?.text === 'as' || tokens[at - 1]?.text === 'as'

const readDeclaration = (tokens: readonly Token[], at: number): string | undefined => {
  const next = tokens[at + 1]
  return tokens[at - 1]?.text === 'declare' && next?.kind === 'text' ? next.text : undefined
}
