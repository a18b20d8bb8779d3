import { readFileSync } from 'node:fs'
import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import { parsePhone } from '@keepsake/domain/rules'
import fc from 'fast-check'
import examples from 'libphonenumber-js/mobile/examples'
import { getCountries, getExampleNumber } from 'libphonenumber-js/max'
import { describe, expect, it } from 'vitest'

type Example = {
  readonly region: string
  readonly type: string
  readonly countryCode: string
  readonly nationalNumber: string
  readonly nationalFormat: string
  readonly international: string
  readonly e164: string
}

const file = new URL('../../vectors/phone/examples.json', import.meta.url)
const { numbers } = JSON.parse(readFileSync(file, 'utf8')) as { readonly numbers: readonly Example[] }

const phones = await openPhoneNumbers()
const e164 = (text: string, countryCode = '+86') => phones.parse(text, countryCode)?.e164

describe('the example numbers of all regions', () => {
  it('are read in every spelling that libphonenumber gives them', () => {
    expect(new Set(numbers.map(({ region }) => region)).size).toBeGreaterThan(240)
    for (const { countryCode, nationalNumber: national, e164: whole, ...spelt } of numbers)
      for (const text of [national, spelt.nationalFormat, spelt.international, whole])
        expect({ text, ...phones.parse(text, countryCode) }).toStrictEqual({
          text,
          countryCode,
          national,
          e164: whole,
        })
  })

  it('are read in international form whatever the default country', () => {
    for (const { countryCode, nationalNumber, e164: whole } of numbers)
      for (const other of ['+86', '+1', '+44', '+7', '+800'])
        expect(phones.parse(whole, other)).toStrictEqual({
          countryCode,
          national: nationalNumber,
          e164: whole,
        })
  })

  it('hold for every country that the parser knows', () => {
    for (const country of getCountries()) {
      const example = getExampleNumber(country, examples)!
      const countryCode = `+${example.countryCallingCode}`
      for (const text of [example.number, example.formatNational(), example.nationalNumber])
        expect(e164(text, countryCode), `${country} ${text}`).toBe(example.number)
    }
  })
})

describe('a phone number', () => {
  it.each([
    ['+(86)18812345678', '+8618812345678'],
    ['(+86)188-1234-5678', '+8618812345678'],
    ['0086 188 1234 5678', '+8618812345678'],
    ['٠٠٨٦ ١٨٨١٢٣٤٥٦٧٨', '+8618812345678'],
    ['+८६ १८८१२३४५६७८', '+8618812345678'],
    ['188．1234．5678', '+8618812345678'],
    ['tel:+44-20-7946-0958', '+442079460958'],
    ['+44 (0)20 7946 0958', '+442079460958'],
    ['+39 (0)6 698 12345', '+390669812345'],
    ['+81 90ー1234ー5678', '+819012345678'],
  ])('in the spelling %s is %s', (text, number) => {
    expect(parsePhone(text, '+86', phones)._unsafeUnwrap().e164).toBe(number)
  })

  it.each([
    '18812345678',
    '188 1234 5678',
    '188-1234-5678',
    '188.1234.5678',
    '(188) 1234 5678',
    ' 18812345678 ',
    '018812345678',
    '8618812345678',
    '+8618812345678',
    '+86 188 1234 5678',
    '008618812345678',
    '00 86 188 1234 5678',
    '１８８１２３４５６７８',
    '１８８ １２３４－５６７８',
    '＋８６　１８８　１２３４　５６７８',
    '188\u00a01234\u00a05678',
  ])('is one and the same as %o', (text) => {
    expect(phones.parse(text, '+86')).toStrictEqual({
      countryCode: '+86',
      national: '18812345678',
      e164: '+8618812345678',
    })
  })

  it.each([
    ['020 7946 0958', '+44', '+442079460958'],
    ['+44 (0)20 7946 0958', '+86', '+442079460958'],
    ['01534 441234', '+44', '+441534441234'],
    ['8 (912) 345-67-89', '+7', '+79123456789'],
    ['8 701 123 4567', '+7', '+77011234567'],
    ['(212) 555-2368', '+1', '+12125552368'],
    ['1 416 555 0123', '+1', '+14165550123'],
    ['268 464 1234', '+1', '+12684641234'],
    ['06 1234 5678', '+39', '+390612345678'],
    ['011 86 18812345678', '+1', '+8618812345678'],
    ['810 86 18812345678', '+7', '+8618812345678'],
    ['1234 5678', '+800', '+80012345678'],
    ['+800 1234 5678', '+86', '+80012345678'],
  ])('%s dialled within %s is %s', (text, countryCode, whole) => {
    expect(e164(text, countryCode)).toBe(whole)
  })

  it.each([
    '',
    '+',
    '+86',
    '110',
    '95588',
    '188xxxx8888',
    '1881234567',
    '188123456789',
    '99912345678',
    '18812345678 ext 12',
    '18812345678 x12',
    '18812345678;ext=12',
    '18812345678#12',
    '18812345678,12',
    'tel:+8618812345678;ext=12',
    '18812345678;phone-context=+86',
    '+8618812345678;isub=12345',
    '18812345678 or 18812345679',
    'call +8618812345678',
    '+86 18812345678 please',
    '+86+86 18812345678',
    '+999 12345678',
    '+1 555 1234',
    '188\u000012345678',
    '١٢٣',
    '18812345678'.padStart(33, ' '),
    '1'.repeat(1_000_000),
    `${'('.repeat(31)}1`,
  ])('is not such a text as %o', (text) => {
    expect(phones.parse(text, '+86')).toBeUndefined()
  })

  it('of seven digits is no number of the +1 plan: an island that dials so is not guessed', () => {
    expect(phones.parse('464 1234', '+1')).toBeUndefined()
  })

  it.each(['', '+', '86', '+0', '+999', '+8613', 'CN', 'constructor', '__proto__', '+constructor'])(
    'is read under no such country code as %o',
    (countryCode) => {
      expect(phones.parse('18812345678', countryCode)).toBeUndefined()
    },
  )

  it('is nothing or itself: what is read once is read again from E.164', () => {
    const alphabet = '0123456789+-() .xX;#＋０１２８'
    const text = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 34 })
    fc.assert(
      fc.property(text, fc.constantFrom('+86', '+1', '+44', '+39', '+7', '+800'), (spelt, countryCode) => {
        const number = phones.parse(spelt, countryCode)
        if (number !== undefined) expect(phones.parse(number.e164, '+86')).toStrictEqual(number)
      }),
      { numRuns: 20_000 },
    )
  })
})
