/**
 * A text as lists and identifiers are compared: in Unicode's compatibility form (NFKC), upper and lower case alike. Two
 * spellings that differ in case, width or the make-up of their accents fold to the same text; folding twice changes nothing.
 * `ß` is `ss`. `I`, `i`, `İ` and `ı` are one letter: which two of them belong together depends on the language of whoever types.
 */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    // Both ways, for some letters have no counterpart: `ẞ` is `ß` in lower case, which is `SS` in upper case.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll(dotOfI, 'i')
    .normalize('NFKC')
    // The one letter whose lower case depends on its place in the word.
    .replaceAll('ς', 'σ')

/** The dot that `İ` keeps in lower case. */
const dotOfI = /i\u0307+/gu

/** How many characters a text has for its reader's rules: Unicode code points. */
export const codePoints = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}
