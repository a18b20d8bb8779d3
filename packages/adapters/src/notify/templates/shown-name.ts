/** Longer names would push the important text out of sight. */
const maxLength = 64

/** Letters and marks of any script, digits, spaces, and a dot only at the end of a word: `J. R. O'Neill`, `王小明`. */
const name = /^(?:[\p{L}\p{M}\p{N}'’·・ -]|\.(?= |$))+$/u

/**
 * A name as it may appear in a greeting; nothing if it could be anything else. A person who registers somebody else's
 * address chooses the name in the greeting of our mail. Mail programs make links of whatever looks like an address, and
 * a text of that person would come from us.
 */
export const shownName = (text: string | undefined): string | undefined => {
  const trimmed = text?.normalize('NFC').trim() ?? ''
  return trimmed.length <= maxLength && name.test(trimmed) ? trimmed : undefined
}
