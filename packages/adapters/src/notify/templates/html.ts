/** Markup. Only `html` makes it, so that no text gets into a page unescaped. */
export type Html = { readonly markup: string }

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Safe as text and in a quoted attribute. It is not safe in a script, a style or an unquoted attribute: write none of
 * those.
 */
const escaped = (text: string): string => text.replaceAll(/[&<>"']/gu, (letter) => entities[letter] ?? '')

/** Writes markup: inserted texts are escaped; inserted markup and lists of markup are used as they are. */
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
