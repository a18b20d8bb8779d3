/** Signs that stand for a letter; `1` is read as `l` and as `i`, so those two are one. */
const letters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '!': 'l',
  i: 'l',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
}

/** A text with the letters that its signs stand for; two texts that only differ in such signs become one. */
export const undisguised = (text: string): string =>
  text.replaceAll(/[01!i34@5$7]/gu, (sign) => letters[sign] ?? sign)

/** The readings of a text, of the same length, signs for letters: `1` and `!` may be an `i` or an `l`. The text is the first. */
export const wordsBehind = (text: string): readonly string[] => {
  if (!/[01!34@5$7]/u.test(text)) return [text]
  const read = text.replaceAll(/[034@5$7]/gu, (sign) => letters[sign] ?? sign)
  return [text, read.replaceAll(/[1!]/gu, 'i'), read.replaceAll(/[1!]/gu, 'l')]
}

/** The text from its end to its beginning, unit by unit: for comparing, not for showing. */
export const backwards = (text: string): string => text.split('').toReversed().join('')

/** What people put between the parts of names and words. */
export const separators: RegExp = /[^\p{L}\p{N}\p{M}]+/gu

/** A folded text without its accents: people leave them out, and put them back. */
export const withoutAccents = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\p{M}&&[\p{Script=Inherited}]]/gv, '')
    .normalize('NFC')
