/**
 * A text as lists and identifiers are compared: in Unicode's compatibility form (NFKC), upper and lower case alike. Two
 * spellings that differ in case, width or the make-up of their accents fold to the same text; folding twice changes nothing.
 */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    // Both ways, for some letters have no counterpart: `ẞ` is `ß` in lower case, which is `SS` in upper case.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    // The one letter whose lower case depends on its place in the word.
    .replaceAll('ς', 'σ')

/** How many characters a text has for its reader's rules: Unicode code points. */
export const codePoints = (text: string): number => {
  let count = 0
  for (const _ of text) count += 1
  return count
}
