import type { PhoneNumber, PhoneNumbers } from '@keepsake/domain'
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max'
import metadata from 'libphonenumber-js/max/metadata'
import { plainDigitsOf, type PlainDigits } from './plain-digits.ts'

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
    const plain = readPlain(text, countryCode)
    if (plain !== undefined) return plain
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

/**
 * Reads a number without a prefix and without anything between its digits, which is how most systems export it. The parser takes
 * ten times as long.
 */
const readPlain = (text: string, countryCode: string | undefined): PhoneNumber | undefined => {
  const code = text.startsWith('+') ? codeIn(text) : countryCode
  if (code === undefined) return undefined
  const national = text.startsWith('+') ? text.slice(code.length) : text
  return isPlain(code, national) ? { countryCode: code, national, e164: code + national } : undefined
}

/** No calling code is the beginning of another one. The longest have three digits. */
const codeIn = (text: string): string | undefined =>
  [2, 3, 4].map((length) => text.slice(0, length)).find((code) => plans.has(code))

const isPlain = (code: string, national: string): boolean => {
  const known = plainDigits.get(code) ?? openPlainDigits(code)
  plainDigits.set(code, known)
  return known(national)
}

/** For the codes that were asked for: all together would take a while to make. */
const plainDigits = new Map<string, PlainDigits>()

const openPlainDigits = (code: string): PlainDigits => {
  const [country, ...others] = metadata.country_calling_codes[code.slice(1)] ?? []
  // Which of several countries a number belongs to is for the parser to find out.
  return country === undefined || others.length > 0 ? () => false : plainDigitsOf(country)
}
