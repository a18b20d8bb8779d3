import { Metadata, type CountryCode } from 'libphonenumber-js/max'

/** Tells whether digits are a whole national number of one country. If not, they may still be read in another way. */
export type PlainDigits = (digits: string) => boolean

/** The numbering plan of a country, of which the types of `libphonenumber-js` declare only a part. */
type NumberingPlan = {
  readonly callingCode: () => string
  readonly IDDPrefix: () => string
  readonly nationalNumberPattern: () => string
  readonly nationalPrefixForParsing: () => string | undefined
  readonly hasTypes: () => boolean
  readonly type: (
    name: (typeof types)[number],
  ) =>
    | { readonly pattern: () => string; readonly possibleLengths: () => readonly number[] | undefined }
    | undefined
}

const types = [
  'MOBILE',
  'FIXED_LINE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
] as const

/**
 * Knows the numbers of a country that nearly everybody writes: only digits, without a prefix. The parser makes a dozen regular
 * expressions for each number that it reads; these are made once. Says no to everything that could also be read otherwise.
 */
export const plainDigitsOf = (country: CountryCode): PlainDigits => {
  const plan = planOf(country)
  const prefixes = [plan.IDDPrefix(), plan.nationalPrefixForParsing(), plan.callingCode()].filter(Boolean)
  const prefixed = new RegExp(`^(?:${prefixes.join('|')})`, 'u')
  const national = whole(plan.nationalNumberPattern())
  const numbers = plan.hasTypes() ? types.flatMap((name) => numbersOf(name, plan)) : [() => true]
  return (digits) =>
    onlyDigits.test(digits) &&
    !prefixed.test(digits) &&
    national.test(digits) &&
    numbers.some((isOne) => isOne(digits))
}

/** The parser takes no shorter and no longer number. */
const onlyDigits = /^\d{2,17}$/u

const planOf = (country: CountryCode): NumberingPlan => {
  const metadata = new Metadata()
  metadata.selectNumberingPlan(country)
  return metadata.numberingPlan as unknown as NumberingPlan
}

const numbersOf = (name: (typeof types)[number], plan: NumberingPlan): readonly PlainDigits[] => {
  const type = plan.type(name)
  // An empty pattern means that the numbers of this type are those of another one.
  if (type === undefined || type.pattern() === '') return []
  const pattern = whole(type.pattern())
  const lengths = type.possibleLengths()
  return [(digits) => lengths?.includes(digits.length) !== false && pattern.test(digits)]
}

const whole = (pattern: string): RegExp => new RegExp(`^(?:${pattern})$`, 'u')
