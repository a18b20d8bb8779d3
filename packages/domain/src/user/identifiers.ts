import { err, ok } from 'neverthrow'
import type { Brand } from '../kernel/brand.ts'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { parseLine, utf8Length } from '../kernel/text.ts'
import type { PhoneNumber, PhoneNumbers } from './phone-numbers.ts'
import { toALabels } from './to-a-labels.ts'

/** An email address: in its owner's case and script, for sending, and in canonical form, for comparing. */
export type Email = { readonly address: string; readonly canonical: Brand<string, 'CanonicalEmail'> }

/** A username: as its owner writes it, and in canonical form (NFKC). Case counts, as it does in the contract. */
export type Username = { readonly text: string; readonly canonical: Brand<string, 'CanonicalUsername'> }

/** The user's id in another system: exact text. */
export type ExternalId = Brand<string, 'ExternalId'>

/** RFC 5321, section 4.5.3.1: 64 octets of local part, 255 of domain, 254 of the whole in a path. */
const maxLocalPart = 64
const maxEmail = 254
const maxUsername = 256
const maxExternalId = 256

/** Letters, digits and the marks of RFC 5322's dot-atom, and any letter beyond ASCII (RFC 6531). No quoted local parts. */
const localPart = /^[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{N}\p{M}!#$%&'*+/=?^_`{|}~-]+)*$/u
/** Labels of letters, digits and inner hyphens; two or more. */
const domain =
  /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?\.)+[\p{L}\p{N}][\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}]$/u

/**
 * Reads an email address. Surrounding spaces and compatibility forms such as full-width letters do not count, and no
 * mail server would take them; in canonical form, neither case nor the spelling of the domain's labels does.
 */
export const parseEmail = (text: string): Checked<Email> => {
  const address = text.length > 2 * maxEmail ? '' : text.normalize('NFKC').trim()
  const canonical = canonicalEmail(address)
  return canonical === undefined
    ? err([issue('user.email_malformed')])
    : ok({ address, canonical: canonical as Email['canonical'] })
}

const canonicalEmail = (address: string): string | undefined => {
  // Lower case may compose where upper case did not, as in a J with a caron.
  const lower = address.toLowerCase().normalize('NFKC')
  const at = lower.lastIndexOf('@')
  const local = lower.slice(0, Math.max(at, 0))
  if (utf8Length(local) > maxLocalPart || !localPart.test(local) || !domain.test(lower.slice(at + 1)))
    return undefined
  const labels = toALabels(lower.slice(at + 1))
  const canonical = `${local}@${labels}`
  return labels !== undefined && domain.test(labels) && utf8Length(canonical) <= maxEmail
    ? canonical
    : undefined
}

/** Joiners, which Persian and emoji need, and variation selectors: a name keeps them, but they tell no two names apart. */
const shaping = /\p{Join_Control}|\p{Variation_Selector}/gu
/** All other marks that nobody sees (Unicode's default ignorables): with them two names would look alike. */
const invisible = /\p{Default_Ignorable_Code_Point}/u

/** Reads a username; surrounding spaces do not count. */
export const parseUsername = (text: string): Checked<Username> =>
  parseLine(text, maxUsername).andThen((line) => {
    const shown = line.trim().normalize('NFC')
    const unshaped = shown.replaceAll(shaping, '')
    const canonical = unshaped.normalize('NFKC').trim()
    if (invisible.test(unshaped)) return err([issue('text.control_character')])
    return canonical === '' || canonical.length > maxUsername
      ? err([issue('user.username_malformed', [], { max: maxUsername })])
      : ok({ text: shown, canonical: canonical as Username['canonical'] })
  })

/** Reads an external id: exact text, neither trimmed nor normalised, for the other system's ids are none of our business. */
export const parseExternalId = (text: string): Checked<ExternalId> =>
  text === ''
    ? err([issue('user.external_id_empty')])
    : parseLine(text, maxExternalId).map((line) => line as ExternalId)

/** Reads a country calling code, with or without its plus sign, as `+` and digits. */
export const parseCountryCode = (text: string): Checked<string> =>
  /^\+?[1-9]\d{0,3}$/u.test(text)
    ? ok(text.startsWith('+') ? text : `+${text}`)
    : err([issue('user.phone_country_code_malformed')])

/** The longest spelling of a phone number that is worth reading. */
const maxPhone = 32

/**
 * Reads a phone number in the plan of `countryCode`, or in its own where it names one (`+44 ...`). The text is
 * normalised as a username is, so that a username in circled digits holds the number that its plain digits call.
 */
export const parsePhone = (text: string, countryCode: string, phones: PhoneNumbers): Checked<PhoneNumber> => {
  const spelling = text.length > maxUsername ? '' : text.normalize('NFKC').trim()
  const number = spelling.length > maxPhone ? undefined : phones.parse(spelling, countryCode)
  return number === undefined ? err([issue('user.phone_malformed')]) : ok(number)
}
