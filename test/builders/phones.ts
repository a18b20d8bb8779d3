import type { PhoneNumbers } from '@keepsake/domain'

/** The numbering plans that the domain's tests know: mobile numbers of +86, and ten digits of +1. */
const plans: readonly (readonly [countryCode: string, national: RegExp])[] = [
  ['+86', /^1[3-9]\d{9}$/u],
  ['+1', /^[2-9]\d{9}$/u],
]

/** Two numbering plans by hand. Spaces and hyphens do not count, and a number may name its own country code. */
export const phones: PhoneNumbers = {
  parse: (text, countryCode) => {
    const digits = text.replaceAll(/[ -]/gu, '')
    for (const [code, plan] of plans) {
      const applies = digits.startsWith('+') ? digits.startsWith(code) : code === countryCode
      const national = digits.startsWith('+') ? digits.slice(code.length) : digits
      if (applies && plan.test(national)) return { countryCode: code, national, e164: `${code}${national}` }
    }
    return undefined
  },
  isCountryCode: (code) => plans.some(([known]) => known === code),
}

/** The plan of text without a country code, as a Chinese pool has it. */
export const identifierContext = {
  phones,
  phoneCountryCode: '+86',
  usernames: { ignoreCase: false },
} as const
