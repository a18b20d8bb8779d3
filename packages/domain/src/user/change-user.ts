import { err, ok } from 'neverthrow'
import { gather, type Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import type { Instant } from '../kernel/system.ts'
import { withoutAbsent } from '../kernel/without-absent.ts'
import { fieldDrafter, nothingToVerify, type DraftFields } from './draft-fields.ts'
import type { DraftSettings } from './draft-settings.ts'
import type { UserFields } from './user-fields.ts'
import type { PhoneNumbers } from './identifier/phone-numbers.ts'
import { hasLogin, loginFields } from './has-login.ts'
import { profileFields, type ProfileField } from './profile/profile.ts'
import type { User } from './user.ts'
import type { UserId } from './user-id.ts'

/** The fields that a user may do without. */
type Removable =
  ProfileField | 'email' | 'phone' | 'emails' | 'phones' | 'username' | 'externalId' | 'gender' | 'birthdate'

/**
 * The changes of a user. Each given field replaces the user's own, and `null` removes it. An absent field stays. The
 * same holds for each given key of `customData`. A list replaces the whole list. Nobody can give the other fields of a record, such as its id, its
 * times and its count of sign-ins.
 */
export type UserChanges = { readonly [F in Removable]?: UserFields[F] | null } & Pick<
  UserFields,
  | 'status'
  | 'emailVerified'
  | 'phoneVerified'
  | 'phoneCountryCode'
  | 'customData'
  | 'departmentIds'
  | 'tenantIds'
>

/**
 * The user after the changes, or every issue of them. A given value must keep every rule for a new user. A value that
 * stays is not judged again, so that a new rule does not block a change of an old user. The caller checks departments
 * and tenants with the organization. An email or phone that changes is unverified until a caller says otherwise.
 */
export const changeUser = (
  user: User,
  changes: UserChanges,
  settings: DraftSettings,
  phones: PhoneNumbers,
  now: Instant,
): Checked<User> =>
  gather(
    fieldDrafter(settings, phones, { now })(withoutNulls(changes)).draft,
    checkSomeIdentifierStays(user, changes, settings),
    checkSomethingToVerify(user, changes, 'email', 'emailVerified'),
    checkSomethingToVerify(user, changes, 'phone', 'phoneVerified'),
  ).map(([draft]) => merge(user, changes, draft))

const withoutNulls = (changes: UserChanges): UserFields =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null))

/** A user who had none of them before loses none, even if the pool no longer accepts such users. */
const checkSomeIdentifierStays = (
  user: User,
  changes: UserChanges,
  { identityOnlyUsers }: DraftSettings,
): Checked<void> =>
  !hasLogin(user) ||
  (identityOnlyUsers && user.identities.length > 0) ||
  loginFields.some((field) =>
    changes[field] === undefined ? user[field] !== undefined : changes[field] !== null,
  )
    ? ok()
    : err([issue('user.identifier_missing')])

const checkSomethingToVerify = (
  user: User,
  changes: UserChanges,
  address: 'email' | 'phone',
  flag: 'emailVerified' | 'phoneVerified',
): Checked<void> =>
  changes[flag] === true &&
  (changes[address] === null || (changes[address] === undefined && user[address] === undefined))
    ? err([nothingToVerify(flag)])
    : ok()

const merge = (user: User, changes: UserChanges, draft: DraftFields): User => {
  const choose = <F extends keyof UserChanges & keyof DraftFields>(field: F): DraftFields[F] | User[F] =>
    changes[field] === undefined ? user[field] : draft[field]
  const email = choose('email')
  const phone = choose('phone')
  const sameEmail = email?.canonical === user.email?.canonical
  const samePhone = phone?.e164 === user.phone?.e164
  return withoutAbsent({
    ...user,
    // Every user has a status: a null that a caller's types did not stop must not activate a suspended user.
    status: typeof changes.status === 'string' ? draft.status : user.status,
    gender: choose('gender'),
    birthdate: choose('birthdate'),
    email,
    emailVerified: email !== undefined && (changes.emailVerified ?? (sameEmail && user.emailVerified)),
    phone,
    phoneVerified: phone !== undefined && (changes.phoneVerified ?? (samePhone && user.phoneVerified)),
    emails: choose('emails'),
    phones: choose('phones'),
    username: choose('username'),
    externalId: choose('externalId'),
    profile: mergeProfile(user, changes, draft),
    customData: mergeCustomData(user, changes, draft),
  })
}

const mergeProfile = ({ profile }: User, changes: UserChanges, draft: DraftFields): User['profile'] => {
  const fields = profileFields.map(
    (field) => [field, changes[field] === undefined ? profile[field] : draft.profile[field]] as const,
  )
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
}

const mergeCustomData = (
  user: User,
  { customData = {} }: UserChanges,
  draft: DraftFields,
): User['customData'] => {
  const given = new Set(Object.keys(customData).filter((key) => customData[key] !== undefined))
  const kept = Object.entries(user.customData).filter(([key]) => !given.has(key))
  // The record has no prototype, so a key named `__proto__` is set like any other.
  return Object.assign(Object.create(null), Object.fromEntries(kept), draft.customData)
}

/** A user after a change, and the event that tells services of it. */
export type ChangedUser = {
  readonly next: User
  readonly event: { readonly type: 'user.updated'; readonly userId: UserId }
}

/** The next version of a user's record, made now: what the user was, and what the user is from now on. */
export const nextVersion = (from: User, to: User, now: Instant): ChangedUser => ({
  next: {
    ...to,
    version: from.version + 1,
    // The clocks of two machines differ. A caller that asks for changes since a given time must not miss a change because
    // of this.
    updatedAt: Math.max(now, from.updatedAt),
    statusChangedAt: to.status === from.status ? from.statusChangedAt : now,
  },
  event: { type: 'user.updated', userId: from.id },
})

/** Refuses a change that is meant for another version of the record than the present one. */
export const checkVersion = (user: User, meantFor: number | undefined): Checked<void> =>
  meantFor === undefined || meantFor === user.version ? ok() : err([issue('user.overtaken', ['version'])])
