import { err, ok } from 'neverthrow'
import { optional, type Checked } from '../kernel/collect.ts'
import { openFaults } from '../kernel/faults.ts'
import { issue, type Issue } from '../kernel/issue.ts'
import { withoutAbsent } from '../kernel/without-absent.ts'
import { draftPhone } from './draft-phone.ts'
import type { DraftedAt, DraftSettings } from './draft-settings.ts'
import { parseFurtherEmails, parseFurtherPhones } from './further-addresses.ts'
import { draftIdentity, type DraftIdentity } from './linked-identity/draft-identity.ts'
import { parseCustomData } from './profile/custom-data.ts'
import { placedKeys, type PlacedKey } from './identifier/identifier-keys.ts'
import { birthdateReading, parseBirthdate, type ReadBirthdate } from './profile/birthdate.ts'
import { parseEmail } from './identifier/email.ts'
import { parseExternalId, parseUsername } from './identifier/identifiers.ts'
import type { UserFields } from './user-fields.ts'
import type { PhoneNumbers } from './identifier/phone-numbers.ts'
import { parseGender, parseProfile } from './profile/profile.ts'
import type { User } from './user.ts'
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

/**
 * The result of a row: the draft, or every issue; in both cases the keys of the well-formed identifiers, and what of
 * the row is not kept as it was given.
 */
export type Drafted<Draft> = {
  readonly draft: Checked<Draft>
  readonly keys: readonly PlacedKey[]
  readonly warnings: readonly Issue[]
}

/** Checks every field of a row by itself. */
export type FieldDrafter = (row: UserFields) => Drafted<DraftFields>

/** Checks every field of the rows of a batch. What is the same for all rows is made once. */
export const fieldDrafter = (
  { emails, usernames, birthdates, customFields, phoneCountryCode }: DraftSettings,
  phones: PhoneNumbers,
  { now, dateZone }: DraftedAt,
): FieldDrafter => {
  const reading = birthdateReading(birthdates, now, dateZone)
  const identifiers = { phones, phoneCountryCode, usernames }
  return (row) => {
    // A result for each good field would take as long as the checks themselves.
    const faults = openFaults()
    const phone = draftPhone(row, phoneCountryCode, phones)
    const status = faults.in('status', parseUserStatus(row.status ?? 'Activated'))
    const gender = faults.in('gender', parseGender(row.gender ?? 'U'))
    const read = faults.in(
      'birthdate',
      optional(row.birthdate, (text) => parseBirthdate(text, reading)),
    )
    const customData = faults.in('customData', parseCustomData(row.customData ?? {}, customFields))
    const email = faults.in(
      'email',
      optional(row.email, (text) => parseEmail(text, emails)),
    )
    const username = faults.in('username', optional(row.username, parseUsername))
    const externalId = faults.in('externalId', optional(row.externalId, parseExternalId))
    const identities = (row.identities ?? []).map((identity, index) =>
      faults.in('identities', draftIdentity(identity), index),
    )
    const further = {
      emails: faults.in(
        'emails',
        optional(row.emails, (list) => parseFurtherEmails(list, email, emails)),
      ),
      phones: faults.in(
        'phones',
        optional(row.phones, (list) =>
          parseFurtherPhones(list, phone.unwrapOr(undefined), phoneCountryCode, phones),
        ),
      ),
    }
    const number = faults.of(phone)
    const profile = faults.of(parseProfile(row))
    const fields = withoutAbsent({
      status,
      gender,
      birthdate: read?.birthdate,
      customData,
      email,
      username,
      externalId,
      identities,
      emails: unlessEmpty(further.emails),
      phones: unlessEmpty(further.phones),
      phone: number,
      profile,
      emailVerified: email !== undefined && row.emailVerified === true,
      phoneVerified: number !== undefined && row.phoneVerified === true,
    })
    return {
      // Without issues, none of the fields is absent that every user has.
      draft: faults.issues.length === 0 ? ok(fields as DraftFields) : err(faults.issues),
      keys: placedKeys({ email, phone: number, username, externalId }, identities, identifiers),
      warnings: warningsOf(row, read),
    }
  }
}

const unlessEmpty = <T>(list: readonly T[] | undefined): readonly T[] | undefined =>
  list?.length === 0 ? undefined : list

const warningsOf = (
  { email, emailVerified, phone, phoneVerified }: UserFields,
  birthdate: ReadBirthdate | undefined,
): readonly Issue[] => {
  const warnings: Issue[] = []
  if (birthdate?.timeDropped === true) warnings.push(issue('user.birthdate_time_dropped', ['birthdate']))
  // A missing address cannot be verified, but an export of another system may say so after it has lost the address.
  if (emailVerified === true && email === undefined) warnings.push(nothingToVerify('emailVerified'))
  if (phoneVerified === true && phone === undefined) warnings.push(nothingToVerify('phoneVerified'))
  return warnings
}

/** The issue of a flag about an address that is missing. */
export const nothingToVerify = (flag: 'emailVerified' | 'phoneVerified'): Issue =>
  issue('user.nothing_to_verify', [flag])
