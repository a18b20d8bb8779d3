import type { PhoneNumbers } from '@keepsake/domain'
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max'
import metadata from 'libphonenumber-js/max/metadata'

/** Longer than any number in any spelling. To parse longer texts would waste time. */
const maxLength = 32

/**
 * Letters and semicolons occur only in the parameters of a `tel:` URI (RFC 3966), for which the parser's answer changes
 * from call to call, and before an extension, which is refused. Most usernames have a letter, and the parser is slow to
 * refuse them.
 */
const inNoNumber = /[A-Za-z;]/u

/**
 * The numbering plans of Google's libphonenumber, with the full metadata, which tells valid numbers from possible ones.
 */
export const phoneNumbers: PhoneNumbers = {
  parse: (text, countryCode) => {
    const plan = countryCode === undefined ? noPlan : plans.get(countryCode)
    if (plan === undefined || text.length > maxLength || inNoNumber.test(text)) return undefined
    const number = parsePhoneNumberFromString(text, { ...plan, extract: false })
    if (number === undefined || number.ext !== undefined || !number.isValid()) return undefined
    return {
      countryCode: `+${number.countryCallingCode}`,
      national: number.nationalNumber,
      e164: number.number,
    }
  },
  isCountryCode: (code) => plans.has(code),
}

type Plan = { readonly defaultCountry?: CountryCode } | { readonly defaultCallingCode: string }

/** A number that names its own country code needs no other. */
const noPlan: Plan = {}

/**
 * The plan of a calling code. If several countries share one, it is the plan of the first, their main country: it knows
 * how to dial abroad, which a calling code alone does not. A number of any of these countries is valid, because the
 * parser tries all. Codes of no country, such as +800, are separate.
 */
const plans: ReadonlyMap<string, Plan> = new Map<string, Plan>([
  ...Object.entries(metadata.country_calling_codes).map(
    ([code, [main]]) => [`+${code}`, { defaultCountry: main as CountryCode }] as const,
  ),
  ...Object.keys(metadata.nonGeographic).map((code) => [`+${code}`, { defaultCallingCode: code }] as const),
])
