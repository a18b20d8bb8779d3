import { err, ok } from 'neverthrow'
import { collect, collectList, gather, optional, type Checked } from '../kernel/collect.ts'
import type { DateZone } from '../kernel/day.ts'
import { issue, type Issue } from '../kernel/issue.ts'
import type { Instant } from '../kernel/system.ts'
import { draftPhone } from './draft-phone.ts'
import { parseFurtherEmails, parseFurtherPhones } from './further-addresses.ts'
import { loginFields } from './has-login.ts'
import { draftIdentity, type DraftIdentity } from './linked-identity/draft-identity.ts'
import { parseCustomData, type CustomFields } from './profile/custom-data.ts'
import { placedKeys, type PlacedKey, type UsernameRules } from './identifier/identifier-keys.ts'
import {
  birthdateReading,
  parseBirthdate,
  type BirthdateRules,
  type ReadBirthdate,
} from './profile/birthdate.ts'
import { parseEmail, type EmailRules } from './identifier/email.ts'
import { parseExternalId, parseUsername } from './identifier/identifiers.ts'
import type { UserFields } from './user-fields.ts'
import type { PhoneNumbers } from './identifier/phone-numbers.ts'
import { parsePastLife, type GivenPastLife, type PastLife } from './past-life.ts'
import { parseGender, parseProfile } from './profile/profile.ts'
import type { User } from './user.ts'
import { parseUserId } from './user-id.ts'
import { parseUserStatus } from './user-status.ts'

/** The fields of a user, each of them well-formed. It lacks the organization's answer on its memberships. */
export type DraftFields = Omit<
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

/** A new user whose every field is well-formed. It may lack an id and a time of creation. */
export type DraftUser = DraftFields & { readonly past?: PastLife }

/**
 * The result of a row: the draft, or every issue; in both cases the keys of the well-formed identifiers, and what of
 * the row is not kept as it was given.
 */
export type Drafted<Draft = DraftUser> = {
  readonly draft: Checked<Draft>
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
  /** A user with a linked identity needs no email, phone or username. */
  readonly identityOnlyUsers: boolean
  /** The fields that users may have in addition to the contract's. */
  readonly customFields: CustomFields
}

/** Checks every field of a row by itself, and that the user can be found by something. */
export const draftUser = (
  row: UserFields & GivenPastLife,
  settings: DraftSettings,
  phones: PhoneNumbers,
  at: DraftedAt,
): Drafted => {
  const { draft, keys, warnings } = draftFields(row, settings, phones, at)
  const past = parsePastLife(row, at.now)
  return {
    draft: gather(draft, past, checkSomeIdentifier(row, settings)).map(([fields, known]) =>
      Object.keys(known).length === 0 ? fields : { ...fields, past: known },
    ),
    keys: row.userId === undefined ? keys : [...keys, ...idKey(row.userId)],
    warnings,
  }
}

/** A well-formed id is claimed even by a row that is refused for something else, as the other keys are. */
const idKey = (given: string): readonly PlacedKey[] =>
  parseUserId(given)
    .map((key): PlacedKey[] => [{ field: 'userId', path: ['userId'], key: { namespace: 'id', key } }])
    .unwrapOr([])

/** Checks every field of a row by itself. */
export const draftFields = (
  row: UserFields,
  settings: DraftSettings,
  phones: PhoneNumbers,
  { now, dateZone }: DraftedAt,
): Drafted<DraftFields> => {
  const birthdate = optional(row.birthdate, (text) =>
    parseBirthdate(text, birthdateReading(settings.birthdates, now, dateZone)),
  )
  const email = optional(row.email, (text) => parseEmail(text, settings.emails))
  const phone = draftPhone(row, settings.phoneCountryCode, phones)
  const username = optional(row.username, parseUsername)
  const externalId = optional(row.externalId, parseExternalId)
  const identities = (row.identities ?? []).map(draftIdentity)

  const draft = gather(
    collect({
      status: parseUserStatus(row.status ?? 'Activated'),
      gender: parseGender(row.gender ?? 'U'),
      birthdate: birthdate.map((read) => read?.birthdate),
      customData: parseCustomData(row.customData ?? {}, settings.customFields),
      email,
      username,
      externalId,
      identities: collectList(identities, (identity) => identity),
      emails: parseFurtherEmails(row.emails ?? [], email.unwrapOr(undefined), settings.emails).map(
        unlessEmpty,
      ),
      phones: parseFurtherPhones(
        row.phones ?? [],
        phone.unwrapOr(undefined),
        settings.phoneCountryCode,
        phones,
      ).map(unlessEmpty),
    }),
    phone,
    parseProfile(row),
  ).map(([fields, number, profile]): DraftFields => ({
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
    { phones, phoneCountryCode: settings.phoneCountryCode, usernames: settings.usernames },
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

const unlessEmpty = <T>(list: readonly T[]): readonly T[] | undefined =>
  list.length === 0 ? undefined : list

const checkSomeIdentifier = (row: UserFields, { identityOnlyUsers }: DraftSettings): Checked<void> =>
  loginFields.some((field) => row[field] !== undefined) ||
  (identityOnlyUsers && (row.identities ?? []).length > 0)
    ? ok()
    : err([issue('user.identifier_missing')])
