/** Signs that stand for a letter. `1`, `!` and `|` are read as `l` and as `i`, so these two letters count as one. */
const letters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'l',
  '!': 'l',
  '|': 'l',
  i: 'l',
  '2': 'z',
  '3': 'e',
  '€': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
  '+': 't',
  '8': 'b',
  '9': 'g',
  '(': 'c',
}

/**
 * A text with letters instead of the signs that stand for them. Two texts that differ only in such signs become the
 * same.
 */
export const undisguised = (text: string): string =>
  text.replaceAll(/[01!|i23€4@5$7+89(]/gu, (sign) => letters[sign] ?? sign)

/**
 * The readings of a text, of the same length, with letters for signs: `1`, `!` and `|` may be an `i` or an `l`. The
 * text itself is the first.
 */
export const wordsBehind = (text: string): readonly string[] => {
  if (!/[01!|23€4@5$7+89(]/u.test(text)) return [text]
  const read = text.replaceAll(/[023€4@5$7+89(]/gu, (sign) => letters[sign] ?? sign)
  return [text, read.replaceAll(/[1!|]/gu, 'i'), read.replaceAll(/[1!|]/gu, 'l')]
}

/** The text in reverse, unit by unit: for comparing, not for showing. */
export const backwards = (text: string): string => text.split('').toReversed().join('')

/** What people put between the parts of names and words. */
export const separators: RegExp = /[^\p{L}\p{N}\p{M}]+/gu

/** How people write a letter that their keyboard lacks: `Müller` is `mueller`. */
const twoLetters: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', å: 'aa', ø: 'oe', æ: 'ae' }

/** A folded text with two letters for each letter that German and the Nordic languages write that way. */
export const inTwoLetters = (text: string): string =>
  text.replaceAll(/[äöüåøæ]/gu, (letter) => twoLetters[letter] ?? letter)

/** A folded text without its accents: people leave accents out, and put them back. */
export const withoutAccents = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/[\p{M}&&[\p{Script=Inherited}]]/gv, '')
    .normalize('NFC')
