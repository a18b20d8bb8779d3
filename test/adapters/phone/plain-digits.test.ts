import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import type { PhoneNumber } from '@keepsake/domain'
import fc from 'fast-check'
import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max'
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import { describe, expect, it } from 'vitest'

const phones = await openPhoneNumbers()

/** What the parser of libphonenumber says of a number by itself. */
const parsed = (text: string, defaultCountry: CountryCode): PhoneNumber | undefined => {
  const number = parsePhoneNumberFromString(text, { defaultCountry, extract: false })
  return number?.isValid() === true && number.ext === undefined
    ? { countryCode: `+${number.countryCallingCode}`, national: number.nationalNumber, e164: number.number }
    : undefined
}

/** Countries that have their calling code for themselves. */
const countries = getCountries().filter(
  (country, _, all) =>
    all.filter((other) => getCountryCallingCode(other) === getCountryCallingCode(country)).length === 1,
)

describe('digits without anything between them', () => {
  it('are read as the parser reads them, whatever they are', () => {
    const digits = fc.stringMatching(/^[0-9]{1,18}$/u)
    fc.assert(
      fc.property(fc.constantFrom(...countries), digits, fc.boolean(), (country, text, isInternational) => {
        const code = `+${getCountryCallingCode(country)}`
        const given = isInternational ? code + text : text
        expect(phones.parse(given, code)).toStrictEqual(parsed(given, country))
      }),
      { numRuns: 3000 },
    )
  })

  it('are read as the parser reads them if they are nearly those of a number', () => {
    const change = fc.record({
      at: fc.nat({ max: 12 }),
      removed: fc.nat({ max: 2 }),
      put: fc.stringMatching(/^[0-9]{0,3}$/u),
      isInternational: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.constantFrom(...countries), change, (country, { at, removed, put, isInternational }) => {
        const code = `+${getCountryCallingCode(country)}`
        const { nationalNumber } = getExampleNumber(country, examples)!
        const text = nationalNumber.slice(0, at) + put + nationalNumber.slice(at + removed)
        const given = isInternational ? code + text : text
        expect(phones.parse(given, code)).toStrictEqual(parsed(given, country))
      }),
      { numRuns: 3000 },
    )
  })
})
