/** A word, a number, a quoted text, or one of `( ) , +`. */
export type Token =
  | { readonly kind: 'word' | 'number' | 'text'; readonly value: string }
  | { readonly kind: '(' | ')' | ',' | '+' }

/**
 * Words are short, numbers have at most seven digits, and texts have no line breaks and no quotes of their own kind.
 */
const token =
  /\s*(?:([a-z][a-z0-9_]{0,15})|(0|[1-9]\d{0,6})(?![\w.])|'([^'\p{Cc}]{1,64})'|"([^"\p{Cc}]{1,64})"|([(),+]))\s*/uy

/** Reads a text into tokens; nothing for a text that contains anything else. */
export const readTokens = (text: string): readonly Token[] | undefined => {
  const tokens: Token[] = []
  for (let at = 0; at < text.length; at = token.lastIndex) {
    token.lastIndex = at
    const [, word, number, single, double, sign] = token.exec(text) ?? []
    if (word !== undefined) tokens.push({ kind: 'word', value: word })
    else if (number !== undefined) tokens.push({ kind: 'number', value: number })
    else if (single !== undefined || double !== undefined)
      tokens.push({ kind: 'text', value: single ?? double ?? '' })
    else if (sign === '(' || sign === ')' || sign === ',' || sign === '+') tokens.push({ kind: sign })
    else return undefined
  }
  return tokens
}
