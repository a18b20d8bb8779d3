/** One token of TypeScript source. Of a string or a template's piece, `text` is what stands between its quotes. */
export type Token = {
  readonly kind: 'word' | 'text' | 'regex' | 'number' | 'mark' | 'reference'
  readonly text: string
  readonly line: number
}

type Mode = 'value may follow' | 'operator may follow'

const grammar = {
  blank: /\s+/uy,
  reference: /\/\/\/\s*<reference\s+(?:path|types|lib)\s*=\s*["']([^"'\n]*)["'][^\n]*/uy,
  comment: /\/\/[^\n]*|\/\*[^]*?\*\/|^#![^\n]*/uy,
  text: /'((?:\\[^]|[^'\\\n])*)'|"((?:\\[^]|[^"\\\n])*)"/uy,
  template: /`((?:\\[^]|\$(?!\{)|[^\\$`])*)(`|\$\{)/uy,
  templateRest: /\}((?:\\[^]|\$(?!\{)|[^\\$`])*)(`|\$\{)/uy,
  regex: /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/uy,
  word: /[#$_\p{ID_Start}][$\p{ID_Continue}]*/uy,
  number: /\d[\w.]*/uy,
  mark: /=>|\?\.|\.\.\.|\+\+|--|[^'"`]/uy,
} as const

/** After these words a slash begins a regular expression; after any other it divides. */
const beforeValue = new Set(
  'await case default delete do else extends in instanceof new of return throw typeof void yield'.split(' '),
)

/**
 * The tokens of TypeScript source, without comments and blanks; `/// <reference>` is kept, since it imports. It needs no
 * compiler. Source that it cannot read throws: nothing is passed over in silence.
 */
export const scan = (source: string): readonly Token[] => {
  const tokens: Token[] = []
  /** For each open template, how many braces are open inside its `${`. */
  const templates: number[] = []
  let at = 0
  let line = 1

  const match = (rule: keyof typeof grammar): RegExpExecArray | undefined => {
    const pattern = grammar[rule]
    pattern.lastIndex = at
    return pattern.exec(source) ?? undefined
  }
  const pass = ([text]: RegExpExecArray): void => {
    at += text.length
    line += text.split('\n').length - 1
  }
  const take = (kind: Token['kind'], found: RegExpExecArray, text = found[0]): void => {
    tokens.push({ kind, text, line })
    pass(found)
  }
  const takeTemplate = (found: RegExpExecArray, isOpen: boolean): void => {
    const goesOn = found[2] === '${'
    if (goesOn && !isOpen) templates.push(0)
    if (!goesOn && isOpen) templates.pop()
    take('text', found, found[1])
  }
  const takeMark = (found: RegExpExecArray): void => {
    const depth = templates.length - 1
    if (depth >= 0 && found[0] === '{') templates[depth]! += 1
    if (depth >= 0 && found[0] === '}') templates[depth]! -= 1
    take('mark', found)
  }

  while (at < source.length) {
    let found: RegExpExecArray | undefined
    if ((found = match('blank'))) pass(found)
    else if ((found = match('reference'))) take('reference', found, found[1])
    else if ((found = match('comment'))) pass(found)
    else if ((found = match('text'))) take('text', found, found[1] ?? found[2])
    else if ((found = match('template'))) takeTemplate(found, false)
    else if (templates.at(-1) === 0 && (found = match('templateRest'))) takeTemplate(found, true)
    else if (mode(tokens) === 'value may follow' && (found = match('regex'))) take('regex', found)
    else if ((found = match('word'))) take('word', found)
    else if ((found = match('number'))) take('number', found)
    else if ((found = match('mark'))) takeMark(found)
    else throw new Error(`Line ${line} cannot be read: ${source.slice(at, at + 40)}`)
  }
  if (templates.length > 0) throw new Error('A template is not closed')
  return tokens
}

const mode = (tokens: readonly Token[]): Mode => {
  const last = tokens.at(-1)
  if (last === undefined) return 'value may follow'
  if (last.kind === 'word')
    return beforeValue.has(last.text) && !isMember(tokens) ? 'value may follow' : 'operator may follow'
  if (last.kind !== 'mark' || [')', ']', '}', '++', '--'].includes(last.text)) return 'operator may follow'
  // `x!` asserts that x is there; `!x` denies it.
  return last.text === '!' && mode(tokens.slice(-3, -1)) === 'operator may follow'
    ? 'operator may follow'
    : 'value may follow'
}

const isMember = (tokens: readonly Token[]): boolean => ['.', '?.'].includes(tokens.at(-2)?.text ?? '')
