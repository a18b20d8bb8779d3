import type { PhoneNumbers } from '@keepsake/domain'
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max'
import metadata from 'libphonenumber-js/max/metadata'

/** Longer than any number in any spelling; whatever is longer is not worth the parser's time. */
const maxLength = 32

/**
 * Letters and semicolons stand only in the parameters of a `tel:` URI (RFC 3966), to which the parser gives another answer
 * at every other call, and before an extension, which is refused. Most usernames have one, and the parser is slow to say no.
 */
const inNoNumber = /[A-Za-z;]/u

/** The numbering plans of Google's libphonenumber, with the full metadata: it tells valid numbers from possible ones. */
export const openPhoneNumbers = (): PhoneNumbers => ({
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
})

type Plan = { readonly defaultCountry?: CountryCode } | { readonly defaultCallingCode: string }

/** A number that names its own country code needs no other. */
const noPlan: Plan = {}

/**
 * The plan of a calling code. Where several countries share one, it is that of the first, their main one: it knows how
 * to dial abroad, which a calling code alone does not. A number of any of them is valid: the parser asks all. The codes
 * of no country, such as +800, stand apart.
 */
const plans: ReadonlyMap<string, Plan> = new Map<string, Plan>([
  ...Object.entries(metadata.country_calling_codes).map(
    ([code, [main]]) => [`+${code}`, { defaultCountry: main as CountryCode }] as const,
  ),
  ...Object.keys(metadata.nonGeographic).map((code) => [`+${code}`, { defaultCallingCode: code }] as const),
])
