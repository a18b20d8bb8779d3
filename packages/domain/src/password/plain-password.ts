import { err, ok } from 'neverthrow'
import type { Brand } from '../kernel/brand.ts'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { conceal, type Secret } from '../kernel/secret.ts'
import { utf8Length } from '../kernel/text.ts'

/** A password in clear, within the bounds that make it safe to normalise and hash. */
export type PlainPassword = Brand<Secret<string>, 'PlainPassword'>

/**
 * Far more than any passphrase, and few enough that the worst text of this size is normalised in under a millisecond.
 */
const maxBytes = 4096
/** NIST SP 800-63B asks for at least 64; every system that we import from allows fewer than this. */
const maxCodePoints = 1024

/**
 * Checks what every password must be before any work is done on it: present, of bounded size, and text (a lone
 * surrogate would be hashed as another character). Sizes are checked first. Nothing is trimmed: every character counts.
 */
export const parsePlainPassword = (text: string): Checked<PlainPassword> => {
  if (text.length === 0) return err([issue('password.empty')])
  if (text.length > maxBytes || utf8Length(text) > maxBytes)
    return err([issue('password.too_long', [], { max: maxCodePoints })])
  if (!text.isWellFormed()) return err([issue('password.not_text')])
  if ([...text].length > maxCodePoints) return err([issue('password.too_long', [], { max: maxCodePoints })])
  return ok(conceal(text) as PlainPassword)
}

/** The text that we hash for this password: Unicode's compatibility form, so that every keyboard spells it alike. */
export const normalised = (password: PlainPassword): string => password.reveal().normalize('NFKC')

/**
 * The texts to try against a stored hash, the most likely first. Their number depends on the submitted password alone,
 * never on the stored user. So the time of a check tells nothing about the account.
 */
export const spellings = (password: PlainPassword): readonly string[] => {
  const text = password.reveal()
  return [...new Set([text.normalize('NFKC'), text, text.normalize('NFC'), text.normalize('NFD')])]
}
