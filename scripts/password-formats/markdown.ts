/** A table, its cells in markdown already. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

/** A text as code inside of a table, where a bar would end the cell. */
export const code = (text: string): string => {
  const fence = text.includes('`') ? '``' : '`'
  return fence + text.replaceAll('|', String.raw`\|`) + fence
}

const longest = 96

/** As much of a hash as shows its shape. */
export const shortened = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest)}…` : text

/** Puts a text between `<!-- name -->` and `<!-- end name -->`. Throws where a page has no such place. */
export const fill = (page: string, name: string, text: string): string => {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end ${name} -->`]
  const [before, rest] = page.split(start)
  const [, after] = rest?.split(end) ?? []
  if (before === undefined || after === undefined) throw new Error(`The page has no place for ${name}`)
  return `${before}${start}\n\n${text}\n\n${end}${after}`
}
