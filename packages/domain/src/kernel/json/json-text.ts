/** The characters that a JSON text is made of, by their codes. */
export const marks = {
  quote: 0x22,
  comma: 0x2c,
  colon: 0x3a,
  backslash: 0x5c,
  openList: 0x5b,
  closeList: 0x5d,
  openObject: 0x7b,
  closeObject: 0x7d,
} as const

/**
 * Where the string that begins at `start` ends: the place of its closing quote, or the end of the text if there is
 * none.
 */
export const endOfString = (text: string, start: number): number => {
  for (let at = start + 1; at < text.length; at += 1) {
    const mark = text.charCodeAt(at)
    if (mark === marks.quote) return at
    // An escaped character ends nothing, not even a quote.
    if (mark === marks.backslash) at += 1
  }
  return text.length
}
