/** Markup. Made by `html` alone, so that no text gets into a page unescaped. */
export type Html = { readonly markup: string }

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Safe as text and in a quoted attribute. Not in a script, a style or an unquoted attribute: write none of those. */
const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (letter) => entities[letter] ?? '')

/** Writes markup: texts that are put in are escaped, markup and lists of it are taken as they are. */
export const html = (
  pieces: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html => ({
  markup: pieces.reduce((before, piece, index) => before + shown(values[index - 1] ?? '') + piece),
})

const shown = (value: string | Html | readonly Html[]): string => {
  if (typeof value === 'string') return escaped(value)
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}
