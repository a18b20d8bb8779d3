/** Longer names would push what matters out of sight. */
const maxLength = 64

/** Letters and marks of any script, digits, spaces, and a dot only where a word ends: `J. R. O'Neill`, `王小明`. */
const name = /^(?:[\p{L}\p{M}\p{N}'’·・ -]|\.(?= |$))+$/u

/**
 * A name as it may stand in a greeting; nothing where it could be anything else. Whoever registers somebody else's address
 * chooses the name that our mail greets them with: mail programs make links of whatever looks like an address, and text
 * of their own would come from us.
 */
export const shownName = (text: string | undefined): string | undefined => {
  const trimmed = text?.normalize('NFC').trim() ?? ''
  return trimmed.length <= maxLength && name.test(trimmed) ? trimmed : undefined
}
