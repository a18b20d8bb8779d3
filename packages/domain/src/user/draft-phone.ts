import { err, ok } from 'neverthrow'
import { inside, optional, type Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { parseCountryCode, parsePhone } from './identifier/identifiers.ts'
import type { PhoneNumber, PhoneNumbers } from './identifier/phone-numbers.ts'

/** A phone number as a caller gives it. */
export type GivenPhone = {
  readonly phone?: string
  /** Such as `+86`; the pool's own if absent. */
  readonly phoneCountryCode?: string
}

/** A country code beside a number must be the number's own. A country code without a number belongs to nothing. */
export const draftPhone = (
  { phone, phoneCountryCode }: GivenPhone,
  poolCode: string | undefined,
  phones: PhoneNumbers,
): Checked<PhoneNumber | undefined> => {
  if (phone === undefined)
    return phoneCountryCode === undefined
      ? ok(undefined)
      : err([issue('user.phone_missing', ['phoneCountryCode'])])
  const code = optional(phoneCountryCode ?? poolCode, parseCountryCode)
  if (code.isErr()) return inside(['phoneCountryCode'], err(code.error))
  return inside(['phone'], parsePhone(phone, code.value, phones)).andThen((number) =>
    phoneCountryCode !== undefined && number.countryCode !== code.value
      ? err([issue('user.phone_country_code_contradicted', ['phoneCountryCode'])])
      : ok(number),
  )
}
