/**
 * A text in the form in which lists and identifiers are compared: in Unicode's compatibility form (NFKC), with no
 * difference between upper and lower case. Two spellings that differ only in case, width or the encoding of their
 * accents fold to the same text. Folding twice changes nothing. `ß` is `ss`. `I`, `i`, `İ` and `ı` are one letter:
 * which two of them belong together depends on the language of the user.
 */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    // Both ways, because some letters have no counterpart: `ẞ` is `ß` in lower case, which is `SS` in upper case.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replaceAll(dotOfI, 'i')
    .normalize('NFKC')
    // The one letter whose lower case depends on its place in the word.
    .replaceAll('ς', 'σ')

/** The dot that `İ` keeps in lower case. */
const dotOfI = /i\u0307+/gu

/** How many characters a text has by the rules for passwords: Unicode code points. */
export const codePoints = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}
