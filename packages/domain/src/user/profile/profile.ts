import { err, ok } from 'neverthrow'
import type { Checked } from '../../kernel/collect.ts'
import { issue, type Issue } from '../../kernel/issue.ts'
import { textFault } from '../../kernel/text.ts'

/**
 * The descriptive fields of a user, each free text with its greatest length in UTF-16 units. No rule depends on them.
 * The first group is the contract's; the second is what the contract's present-day form adds.
 */
const maxLengths = {
  name: 256,
  nickname: 256,
  photo: 2048,
  country: 128,
  province: 128,
  city: 128,
  address: 1024,
  streetAddress: 1024,
  postalCode: 64,

  company: 256,
  browser: 512,
  device: 256,
  givenName: 256,
  familyName: 256,
  middleName: 256,
  profile: 2048,
  preferredUsername: 256,
  website: 2048,
  zoneinfo: 64,
  locale: 64,
  formatted: 1024,
  region: 128,
  identityNumber: 64,
} as const

export type ProfileField = keyof typeof maxLengths

/** The names of the profile fields, in the order of the contract. */
export const profileFields: readonly ProfileField[] = Object.keys(maxLengths) as ProfileField[]

export type Profile = { readonly [F in ProfileField]?: string }

/** Checks every profile field that is present; the result holds those and no other key. */
export const parseProfile = (fields: Profile): Checked<Profile> => {
  // There are more of these fields than of all others, so a good one gets no result of its own.
  const profile: { [F in ProfileField]?: string } = {}
  const issues: Issue[] = []
  for (const field of profileFields) {
    const text = fields[field]
    if (text === undefined) continue
    const fault = faultOf(field, text)
    if (fault === undefined) profile[field] = text
    else issues.push({ ...fault, path: [field] })
  }
  return issues.length === 0 ? ok(profile) : err(issues)
}

const faultOf = (field: ProfileField, text: string): Issue | undefined => {
  const fault = textFault(text, maxLengths[field])
  return fault === undefined && field === 'photo' && !isWebAddress(text)
    ? issue('user.photo_malformed')
    : fault
}

/** Every JavaScript runtime has a URL parser, although ECMAScript's own library does not declare it. */
declare const URL: { readonly canParse: (text: string) => boolean }

/**
 * Pages show the address as it is, and a browser runs what follows `javascript:`. The parser ignores white space; this
 * check does not.
 */
const isWebAddress = (text: string): boolean =>
  /^https?:\/\/[^\s/\\][^\s\\]*$/iu.test(text) && URL.canParse(text)

/** `M` man, `W` woman, `U` unspecified: the contract's letters. */
export type Gender = 'M' | 'W' | 'U'

const genders: Readonly<Record<string, Gender>> = { M: 'M', W: 'W', F: 'W', U: 'U' }

/** Accepts `F` as well, which today's callers send for `W`. */
export const parseGender = (text: string): Checked<Gender> => {
  const gender = Object.hasOwn(genders, text) ? genders[text] : undefined
  return gender === undefined
    ? err([issue('user.gender_unknown', [], { allowed: 'M, W, F, U' })])
    : ok(gender)
}
