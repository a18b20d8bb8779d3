import { err, ok } from 'neverthrow'
import { collect, collectList, gather, inside, optional, type Checked } from '../kernel/collect.ts'
import type { DateZone } from '../kernel/day.ts'
import { issue, type Issue } from '../kernel/issue.ts'
import type { Instant } from '../kernel/system.ts'
import { draftIdentity, type DraftIdentity } from './linked-identity/draft-identity.ts'
import { parseCustomData, type CustomFields } from './profile/custom-data.ts'
import {
  placedKeys,
  type IdentifierContext,
  type PhoneContext,
  type PlacedKey,
  type UsernameRules,
} from './identifier/identifier-keys.ts'
import {
  birthdateReading,
  parseBirthdate,
  type BirthdateReading,
  type BirthdateRules,
  type ReadBirthdate,
} from './profile/birthdate.ts'
import { parseEmail, type EmailRules } from './identifier/email.ts'
import { parseCountryCode, parseExternalId, parsePhone, parseUsername } from './identifier/identifiers.ts'
import type { UserFields } from './user-fields.ts'
import type { PhoneNumber, PhoneNumbers } from './identifier/phone-numbers.ts'
import { parseGender, parseProfile } from './profile/profile.ts'
import type { User } from './user.ts'
import { parseUserStatus } from './user-status.ts'

/**
 * A user whose every field is well-formed. It lacks an id, a time of creation, and the organization's answer on its
 * memberships.
 */
export type DraftUser = Omit<
  User,
  | 'id'
  | 'version'
  | 'createdAt'
  | 'updatedAt'
  | 'statusChangedAt'
  | 'signIns'
  | 'departmentIds'
  | 'tenantIds'
  | 'identities'
> & { readonly identities: readonly DraftIdentity[] }

/**
 * The result of a row: the draft, or every issue; in both cases the keys of the well-formed identifiers, and what of
 * the row is not kept as it was given.
 */
export type Drafted = {
  readonly draft: Checked<DraftUser>
  readonly keys: readonly PlacedKey[]
  readonly warnings: readonly Issue[]
}

/** When a row is drafted, and the time zone of days that have a time. */
export type DraftedAt = { readonly now: Instant; readonly dateZone?: DateZone }

/** The settings of a pool by which its users' fields are read. */
export type DraftSettings = {
  /**
   * The country code of phone numbers that come without one, such as `+86`. If absent, no code is added: (415) 555-2671
   * is a number in a dozen countries.
   */
  readonly phoneCountryCode?: string
  readonly emails: EmailRules
  readonly usernames: UsernameRules
  readonly birthdates: BirthdateRules
  /** The fields that users may have in addition to the contract's. */
  readonly customFields: CustomFields
}

/** Checks every field of a row by itself, and that at least one of email, phone and username is given. */
export const draftUser = (
  row: UserFields,
  settings: DraftSettings,
  phones: PhoneNumbers,
  at: DraftedAt,
): Drafted => userDrafter(settings, phones, at)(row)

/** The same for many rows. What is the same for all of them is made once. */
export const userDrafter = (
  settings: DraftSettings,
  phones: PhoneNumbers,
  at: DraftedAt,
): ((row: UserFields) => Drafted) => {
  const rules = draftRules(settings, phones, at)
  return (row) => {
    const drafted = draftBy(rules, row)
    const missing = checkSomeIdentifier(row)
    return missing.isOk()
      ? drafted
      : { ...drafted, draft: gather(drafted.draft, missing).map(([fields]) => fields) }
  }
}

/** Checks every field of a row by itself. */
export const draftFields = (
  row: UserFields,
  settings: DraftSettings,
  phones: PhoneNumbers,
  at: DraftedAt,
): Drafted => draftBy(draftRules(settings, phones, at), row)

/** How the rows of a batch are read. */
type DraftRules = Pick<DraftSettings, 'emails' | 'customFields'> & {
  readonly birthdate: BirthdateReading
  readonly identifiers: IdentifierContext
}

const draftRules = (
  { emails, usernames, birthdates, customFields, phoneCountryCode }: DraftSettings,
  phones: PhoneNumbers,
  { now, dateZone }: DraftedAt,
): DraftRules => ({
  emails,
  customFields,
  birthdate: birthdateReading(birthdates, now, dateZone),
  identifiers: { phones, phoneCountryCode, usernames },
})

const draftBy = (rules: DraftRules, row: UserFields): Drafted => {
  const birthdate = optional(row.birthdate, (text) => parseBirthdate(text, rules.birthdate))
  const email = optional(row.email, (text) => parseEmail(text, rules.emails))
  const phone = draftPhone(row, rules.identifiers)
  const username = optional(row.username, parseUsername)
  const externalId = optional(row.externalId, parseExternalId)
  const identities = (row.identities ?? []).map(draftIdentity)

  const draft = gather(
    collect({
      status: parseUserStatus(row.status ?? 'Activated'),
      gender: parseGender(row.gender ?? 'U'),
      birthdate: birthdate.map((read) => read?.birthdate),
      customData: parseCustomData(row.customData ?? {}, rules.customFields),
      email,
      username,
      externalId,
      identities: collectList(identities, (identity) => identity),
    }),
    phone,
    parseProfile(row),
  ).map(([fields, number, profile]): DraftUser => ({
    ...fields,
    ...(number === undefined ? {} : { phone: number }),
    profile,
    emailVerified: fields.email !== undefined && row.emailVerified === true,
    phoneVerified: number !== undefined && row.phoneVerified === true,
  }))

  const keys = placedKeys(
    {
      email: email.unwrapOr(undefined),
      phone: phone.unwrapOr(undefined),
      username: username.unwrapOr(undefined),
      externalId: externalId.unwrapOr(undefined),
    },
    identities.map((identity) => identity.unwrapOr(undefined)),
    rules.identifiers,
  )
  const warnings = [...birthdate.map(birthdateWarnings).unwrapOr([]), ...verifiedWarnings(row)]
  return { draft, keys, warnings }
}

/** A missing address cannot be verified, but an export of another system may say so after it has lost the address. */
const verifiedWarnings = ({ email, emailVerified, phone, phoneVerified }: UserFields): readonly Issue[] => [
  ...(emailVerified === true && email === undefined ? [nothingToVerify('emailVerified')] : []),
  ...(phoneVerified === true && phone === undefined ? [nothingToVerify('phoneVerified')] : []),
]

/** The issue of a flag about an address that is missing. */
export const nothingToVerify = (flag: 'emailVerified' | 'phoneVerified'): Issue =>
  issue('user.nothing_to_verify', [flag])

const birthdateWarnings = (read: ReadBirthdate | undefined): readonly Issue[] =>
  read?.timeDropped === true ? [issue('user.birthdate_time_dropped', ['birthdate'])] : []

const checkSomeIdentifier = (row: UserFields): Checked<void> =>
  row.email === undefined && row.phone === undefined && row.username === undefined
    ? err([issue('user.identifier_missing')])
    : ok()

/** A country code beside a number must be the number's own. A country code without a number belongs to nothing. */
const draftPhone = (
  row: UserFields,
  { phoneCountryCode: poolCode, phones }: PhoneContext,
): Checked<PhoneNumber | undefined> => {
  if (row.phone === undefined)
    return row.phoneCountryCode === undefined
      ? ok(undefined)
      : err([issue('user.phone_missing', ['phoneCountryCode'])])
  const code = optional(row.phoneCountryCode ?? poolCode, parseCountryCode)
  if (code.isErr()) return inside(['phoneCountryCode'], err(code.error))
  return inside(['phone'], parsePhone(row.phone, code.value, phones)).andThen((number) =>
    row.phoneCountryCode !== undefined && number.countryCode !== code.value
      ? err([issue('user.phone_country_code_contradicted', ['phoneCountryCode'])])
      : ok(number),
  )
}
