import { err, ok } from 'neverthrow'
import type { Brand } from '../../kernel/brand.ts'
import type { Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'
import { plainSpelling, trimUnseen, withAsciiDigits } from '../../kernel/plain-spelling.ts'
import { isVisibleAscii, parseLine } from '../../kernel/text.ts'
import { mixesAlikeScripts } from './mixed-scripts.ts'
import type { PhoneNumber, PhoneNumbers } from './phone-numbers.ts'

/** A username: as its owner writes it, and in canonical form (NFKC). Case counts, as it does in the contract. */
export type Username = { readonly text: string; readonly canonical: Brand<string, 'CanonicalUsername'> }

/** The user's id in another system: exact text. */
export type ExternalId = Brand<string, 'ExternalId'>

const maxUsername = 256
const maxExternalId = 256
/** A longer text is not read as a phone number. */
const maxPhone = 32

/**
 * Joiners, which Persian and emoji need, and variation selectors. A name keeps them, but two names that differ only in
 * them are the same.
 */
const shaping = /\p{Join_Control}|\p{Variation_Selector}/gu
/**
 * Characters that show nothing: other default ignorables, the blank of Braille, and characters for annotations and
 * objects.
 */
const invisible = /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffc]/u

/**
 * Reads a username; unseen marks around it do not count. Refuses what makes two names look alike: unseen marks inside,
 * and a word with letters of two scripts that could pass for a word of one.
 */
export const parseUsername = (text: string): Checked<Username> =>
  parseLine(text.length > 2 * maxUsername ? text : trimUnseen(text), maxUsername).andThen((line) => {
    if (line !== '' && isVisibleAscii(line))
      return ok({ text: line, canonical: line as Username['canonical'] })
    const shown = line.normalize('NFC')
    const unshaped = shown.replaceAll(shaping, '')
    const canonical = unshaped.normalize('NFKC').trim()
    if (invisible.test(unshaped)) return err([issue('text.control_character')])
    if (mixesAlikeScripts(canonical)) return err([issue('user.username_mixes_scripts')])
    return canonical === '' || canonical.length > maxUsername
      ? err([issue('user.username_malformed', [], { max: maxUsername })])
      : ok({ text: shown, canonical: canonical as Username['canonical'] })
  })

/** Reads an external id: exact text, neither trimmed nor normalised, because the other system defines its ids. */
export const parseExternalId = (text: string): Checked<ExternalId> =>
  text === ''
    ? err([issue('user.external_id_empty')])
    : parseLine(text, maxExternalId).map((line) => line as ExternalId)

/** Reads a country calling code, with or without its plus sign, as `+` and digits; unseen marks do not count. */
export const parseCountryCode = (text: string): Checked<string> => {
  const code = text.length > maxPhone ? '' : plainSpelling(text).replace(/^\+/u, '')
  return /^[1-9]\d{0,3}$/u.test(code) ? ok(`+${code}`) : err([issue('user.phone_country_code_malformed')])
}

/** Digits as people group them, without a plus sign before them: which number it is depends on the country. */
const nationalNumber = /^[\s().\-/]*\d[\d\s().\-/]*$/u

/**
 * What may be before a number that names its country: the scheme of RFC 3966, as SCIM and vCards write it, or brackets.
 */
const beforeNumber = /^(?:tel:(?=\s*\+)|\((\+\d{1,4})\))/iu

/**
 * Reads a phone number in the plan of `countryCode`, or in its own plan if it names one (`+44 ...`), or in no plan if
 * neither is given. Unseen marks do not count, wherever they are, and digits may be those of any script. The text is
 * normalised as a username is, so that a username in circled digits holds the same number as its plain digits.
 */
export const parsePhone = (
  text: string,
  countryCode: string | undefined,
  phones: PhoneNumbers,
): Checked<PhoneNumber> => {
  const spelling =
    text.length > maxUsername ? '' : withAsciiDigits(plainSpelling(text)).replace(beforeNumber, '$1')
  const number = spelling.length > maxPhone ? undefined : phones.parse(spelling, countryCode)
  if (number !== undefined) return ok(number)
  const lacksCountry = countryCode === undefined && nationalNumber.test(spelling)
  return err([lacksCountry ? issue('user.phone_country_code_missing') : issue('user.phone_malformed')])
}
