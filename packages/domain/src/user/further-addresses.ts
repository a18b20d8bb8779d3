import { err, ok } from 'neverthrow'
import { collectList, inside, type Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { draftPhone } from './draft-phone.ts'
import { parseEmail, type Email, type EmailRules } from './identifier/email.ts'
import type { PhoneNumber, PhoneNumbers } from './identifier/phone-numbers.ts'

/** An email address that a user has beside the main one. Nobody signs in with it, and no notice goes there. */
export type FurtherEmail = { readonly email: Email; readonly verified: boolean }

/** The same for a phone number. */
export type FurtherPhone = { readonly phone: PhoneNumber; readonly verified: boolean }

/** Such an address as a caller gives it. `verified` is false if absent. */
export type GivenFurtherEmail = { readonly email: string; readonly verified?: boolean }

/** The same for a phone number; without a country code it has the pool's own. */
export type GivenFurtherPhone = {
  readonly phone: string
  readonly phoneCountryCode?: string
  readonly verified?: boolean
}

/** The most further emails of one user, and the most further phone numbers. */
export const maxFurtherAddresses = 50

/** Reads a list of further emails. None may be the main one, and none may be there twice. */
export const parseFurtherEmails = (
  list: readonly GivenFurtherEmail[],
  main: Email | undefined,
  rules: EmailRules,
): Checked<readonly FurtherEmail[]> =>
  parseList(
    list,
    ({ email, verified }) =>
      inside(['email'], parseEmail(email, rules)).map((parsed) => ({
        email: parsed,
        verified: verified === true,
      })),
    ({ email }) => email.canonical,
    { main: main?.canonical, field: 'email' },
  )

/** Reads a list of further phone numbers, likewise. */
export const parseFurtherPhones = (
  list: readonly GivenFurtherPhone[],
  main: PhoneNumber | undefined,
  poolCode: string | undefined,
  phones: PhoneNumbers,
): Checked<readonly FurtherPhone[]> =>
  parseList(
    list,
    (given) =>
      draftPhone(given, poolCode, phones).map((phone) => ({
        phone: phone!,
        verified: given.verified === true,
      })),
    ({ phone }) => phone.e164,
    { main: main?.e164, field: 'phone' },
  )

type Place = { readonly main: string | undefined; readonly field: 'email' | 'phone' }

const parseList = <Given, Parsed>(
  list: readonly Given[],
  parse: (given: Given) => Checked<Parsed>,
  textOf: (parsed: Parsed) => string,
  { main, field }: Place,
): Checked<readonly Parsed[]> => {
  if (list.length > maxFurtherAddresses)
    return err([issue('user.addresses_too_many', [], { max: maxFurtherAddresses })])
  const seen = new Set(main === undefined ? [] : [main])
  return collectList(list, (given) =>
    parse(given).andThen((parsed) => {
      const text = textOf(parsed)
      if (seen.has(text)) return err([issue('user.address_repeated', [field])])
      seen.add(text)
      return ok(parsed)
    }),
  )
}
