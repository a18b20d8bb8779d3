import { err, ok } from 'neverthrow'
import { gather, type Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import type { Instant } from '../kernel/sources.ts'
import { draftFields, nothingToVerify, type DraftSettings, type DraftUser } from './draft-user.ts'
import type { NewUser } from './new-user.ts'
import type { PhoneNumbers } from './phone-numbers.ts'
import { profileFields, type ProfileField } from './profile.ts'
import type { User } from './user.ts'

/** The fields of which a user may have none. */
type Removable = ProfileField | 'email' | 'phone' | 'username' | 'externalId' | 'gender' | 'birthdate'

/**
 * What is to become of a user: each field that is given takes the place of the user's own, and `null` removes it. What
 * is absent stays. Of `customData` each key that is given, likewise. Whatever else a record holds, such as its id, its
 * times and its count of sign-ins, is nobody's to give.
 */
export type UserChanges = { readonly [F in Removable]?: NewUser[F] | null } & Pick<
  NewUser,
  | 'status'
  | 'emailVerified'
  | 'phoneVerified'
  | 'phoneCountryCode'
  | 'customData'
  | 'departmentIds'
  | 'tenantIds'
>

/**
 * The user as the changes leave it, or every issue of them. What is given keeps every rule that a new user keeps; what
 * stays is not judged again, so that a rule of today stops no change of a user of yesterday. Departments and tenants are
 * the directory's to check. An email or phone that becomes another one is unverified until somebody says otherwise.
 */
export const changeUser = (
  user: User,
  changes: UserChanges,
  settings: DraftSettings,
  phones: PhoneNumbers,
  now: Instant,
): Checked<User> =>
  gather(
    draftFields(withoutNulls(changes), settings, phones, { now }).draft,
    checkSomeIdentifierStays(user, changes),
    checkSomethingToVerify(user, changes, 'email', 'emailVerified'),
    checkSomethingToVerify(user, changes, 'phone', 'phoneVerified'),
  ).map(([draft]) => merge(user, changes, draft))

const withoutNulls = (changes: UserChanges): NewUser =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== null))

const checkSomeIdentifierStays = (user: User, changes: UserChanges): Checked<void> =>
  (['email', 'phone', 'username'] as const).some((field) =>
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

const merge = (user: User, changes: UserChanges, draft: DraftUser): User => {
  const choose = <F extends keyof UserChanges & keyof DraftUser>(field: F): DraftUser[F] | User[F] =>
    changes[field] === undefined ? user[field] : draft[field]
  const email = choose('email')
  const phone = choose('phone')
  const sameEmail = email?.canonical === user.email?.canonical
  const samePhone = phone?.e164 === user.phone?.e164
  return withoutAbsent({
    ...user,
    // Nobody has no status: a null that a caller's types did not stop must not activate who is suspended.
    status: typeof changes.status === 'string' ? draft.status : user.status,
    gender: choose('gender'),
    birthdate: choose('birthdate'),
    email,
    emailVerified: email !== undefined && (changes.emailVerified ?? (sameEmail && user.emailVerified)),
    phone,
    phoneVerified: phone !== undefined && (changes.phoneVerified ?? (samePhone && user.phoneVerified)),
    username: choose('username'),
    externalId: choose('externalId'),
    profile: mergeProfile(user, changes, draft),
    customData: mergeCustomData(user, changes, draft),
  })
}

const withoutAbsent = (user: User): User =>
  Object.fromEntries(Object.entries(user).filter(([, value]) => value !== undefined)) as User

const mergeProfile = ({ profile }: User, changes: UserChanges, draft: DraftUser): User['profile'] => {
  const fields = profileFields.map(
    (field) => [field, changes[field] === undefined ? profile[field] : draft.profile[field]] as const,
  )
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined))
}

const mergeCustomData = (
  user: User,
  { customData = {} }: UserChanges,
  draft: DraftUser,
): User['customData'] => {
  const given = new Set(Object.keys(customData).filter((key) => customData[key] !== undefined))
  const kept = Object.entries(user.customData).filter(([key]) => !given.has(key))
  // Set by set, a key named `__proto__` is one like any other, for the record has no prototype.
  return Object.assign(Object.create(null), Object.fromEntries(kept), draft.customData)
}

/** The next version of a user's record, made now: what it was, and what it is from now on. */
export const nextVersion = (from: User, to: User, now: Instant): User => ({
  ...to,
  version: from.version + 1,
  // Clocks of two machines differ; whoever asks for what has changed since a moment must not miss a change for it.
  updatedAt: Math.max(now, from.updatedAt),
  statusChangedAt: to.status === from.status ? from.statusChangedAt : now,
})
