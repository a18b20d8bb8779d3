/** The characters between cells that are looked for. */
export const delimiters = [',', ';', '\t', '|'] as const

/** What the first line of a CSV file says of its delimiter. */
export type FoundDelimiter =
  | { readonly kind: 'one'; readonly delimiter: string }
  /** No line is left out, or the line `sep=;`, which Excel writes and is no header. */
  | { readonly kind: 'stated'; readonly delimiter: string; readonly lineBytes: number }
  /** There is one column. */
  | { readonly kind: 'none' }
  | { readonly kind: 'several' }

/** Finds the delimiter in the first line. It is not guessed: if several are possible, somebody must name one. */
export const findDelimiter = (head: string): FoundDelimiter => {
  const stated = /^sep=(?<delimiter>[^\r\n])\r?\n/u.exec(head)
  const delimiter = stated?.groups?.['delimiter']
  if (stated !== null && delimiter !== undefined)
    return { kind: 'stated', delimiter, lineBytes: Buffer.byteLength(stated[0]) }
  const line = firstLineUnquoted(head)
  const [first, ...others] = delimiters.filter((each) => line.includes(each))
  if (first === undefined) return { kind: 'none' }
  return others.length === 0 ? { kind: 'one', delimiter: first } : { kind: 'several' }
}

/** The first line that is not empty, without what is in quotes. */
const firstLineUnquoted = (head: string): string => {
  let [line, isQuoted] = ['', false]
  for (const character of head) {
    if (character === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (character !== '\n' && character !== '\r') line += character
    else if (line.trim() !== '') break
  }
  return line
}
