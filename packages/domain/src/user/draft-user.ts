import { err, ok } from 'neverthrow'
import { collect, collectList, gather, inside, optional, type Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { draftIdentity, type DraftIdentity } from '../linked-identity/draft-identity.ts'
import type { PoolSettings } from '../pool-settings.ts'
import { parseCustomData } from './custom-data.ts'
import { placedKeys, type PlacedKey } from './identifier-keys.ts'
import { parseCountryCode, parseEmail, parseExternalId, parsePhone, parseUsername } from './identifiers.ts'
import type { NewUser } from './new-user.ts'
import type { PhoneNumber, PhoneNumbers } from './phone-numbers.ts'
import { parseBirthdate, parseGender, parseProfile } from './profile.ts'
import type { User } from './user.ts'
import { parseUserStatus } from './user-status.ts'

/** A user whose every field is well-formed. It lacks an id, a birth time, and the word of the directory on its memberships. */
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

/** What came of a row: the draft, or every issue; and the keys of those identifiers that are well-formed either way. */
export type Drafted = { readonly draft: Checked<DraftUser>; readonly keys: readonly PlacedKey[] }

type Settings = Pick<PoolSettings, 'phoneCountryCode' | 'customFields'>

/** Checks every field of a row by itself, and that one of email, phone and username is there. */
export const draftUser = (row: NewUser, settings: Settings, phones: PhoneNumbers): Drafted => {
  const { draft, keys } = draftFields(row, settings, phones)
  return { draft: gather(draft, checkSomeIdentifier(row)).map(([fields]) => fields), keys }
}

/** Checks every field of a row by itself. */
export const draftFields = (row: NewUser, settings: Settings, phones: PhoneNumbers): Drafted => {
  const email = optional(row.email, parseEmail)
  const phone = draftPhone(row, settings.phoneCountryCode, phones)
  const username = optional(row.username, parseUsername)
  const externalId = optional(row.externalId, parseExternalId)
  const identities = (row.identities ?? []).map(draftIdentity)

  const draft = gather(
    collect({
      status: parseUserStatus(row.status ?? 'Activated'),
      gender: parseGender(row.gender ?? 'U'),
      birthdate: optional(row.birthdate, parseBirthdate),
      customData: parseCustomData(row.customData ?? {}, settings.customFields),
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
    { phones, phoneCountryCode: settings.phoneCountryCode },
  )
  return { draft, keys }
}

const checkSomeIdentifier = (row: NewUser): Checked<void> =>
  row.email === undefined && row.phone === undefined && row.username === undefined
    ? err([issue('user.identifier_missing')])
    : ok()

/** A country code beside a number must be the number's own; one without a number belongs to nothing. */
const draftPhone = (
  row: NewUser,
  poolCode: string,
  phones: PhoneNumbers,
): Checked<PhoneNumber | undefined> => {
  if (row.phone === undefined)
    return row.phoneCountryCode === undefined
      ? ok(undefined)
      : err([issue('user.phone_missing', ['phoneCountryCode'])])
  const code = parseCountryCode(row.phoneCountryCode ?? poolCode)
  if (code.isErr()) return inside(['phoneCountryCode'], err(code.error))
  return inside(['phone'], parsePhone(row.phone, code.value, phones)).andThen((number) =>
    row.phoneCountryCode !== undefined && number.countryCode !== code.value
      ? err([issue('user.phone_country_code_contradicted', ['phoneCountryCode'])])
      : ok(number),
  )
}
