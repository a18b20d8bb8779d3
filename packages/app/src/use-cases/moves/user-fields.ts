import {
  profileFields,
  type LinkedIdentity,
  type NewUser,
  type ProfileField,
  type User,
} from '@keepsake/domain'
import { parseUserStatus, type DraftUser, type Memberships } from '@keepsake/domain/rules'

/** The value of each field of a user by the field's name. Those of custom data begin with `customData.`. */
export type FieldValues = Readonly<Record<string, unknown>>

/** What stands in the fields of a user. */
export const fieldsOfUser = (user: User): FieldValues => ({
  status: user.status,
  email: user.email,
  emailVerified: user.email === undefined ? undefined : user.emailVerified,
  phone: user.phone,
  phoneVerified: user.phone === undefined ? undefined : user.phoneVerified,
  emails: someOf(user.emails ?? []),
  phones: someOf(user.phones ?? []),
  username: user.username,
  externalId: user.externalId,
  gender: user.gender === 'U' ? undefined : user.gender,
  birthdate: user.birthdate,
  ...user.profile,
  departmentIds: someOf(user.departmentIds),
  tenantIds: someOf(user.tenantIds),
  identities: someOf(user.identities.map(withoutId)),
  ...customFields(user.customData),
})

/**
 * What a row brings: for each field that it gives, the value that a user would have. `null` stands for a field that the source
 * says is empty. A field that it does not give is absent.
 */
export const fieldsOfRow = (
  given: NewUser,
  removed: ReadonlySet<string>,
  draft: DraftUser,
  memberships: Memberships,
): FieldValues => {
  const all: FieldValues = fieldsOfUser({
    ...draft,
    ...memberships,
    identities: draft.identities.map((identity) => ({ id: '', ...identity })),
  } as unknown as User)
  const names = [
    ...topFields.filter((name) => given[name] !== undefined),
    ...Object.keys(given.customData ?? {}).map((name) => `customData.${name}`),
  ]
  // A row may verify an address that it does not repeat.
  const flags = { emailVerified: given.emailVerified, phoneVerified: given.phoneVerified }
  const brought = names.map((name) => [name, all[name] ?? flags[name as keyof typeof flags] ?? null] as const)
  const empty = [...removed].filter((name) => isField(name)).map((name) => [name, null] as const)
  return Object.fromEntries([...brought, ...empty])
}

const topFields = [
  'status',
  'email',
  'emailVerified',
  'phone',
  'phoneVerified',
  'emails',
  'phones',
  'username',
  'externalId',
  'gender',
  'birthdate',
  ...profileFields,
  'departmentIds',
  'tenantIds',
  'identities',
] as const

const isField = (name: string): boolean =>
  name.startsWith('customData.') || (topFields as readonly string[]).includes(name)

/** The user with some fields replaced by what a row brings. `null` removes a field. */
export const withFields = (user: User, values: FieldValues, newId: () => string): User => {
  const of = <T>(name: string, present: T): T =>
    Object.hasOwn(values, name) ? ((values[name] ?? undefined) as T) : present
  const email = of('email', user.email)
  const phone = of('phone', user.phone)
  const keepsEmail = email?.canonical === user.email?.canonical
  const keepsPhone = phone?.e164 === user.phone?.e164
  return withoutAbsent({
    ...user,
    status: parseUserStatus(String(of<string | undefined>('status', user.status))).unwrapOr(user.status),
    email,
    emailVerified: email !== undefined && (of('emailVerified', keepsEmail && user.emailVerified) ?? false),
    phone,
    phoneVerified: phone !== undefined && (of('phoneVerified', keepsPhone && user.phoneVerified) ?? false),
    emails: of('emails', user.emails),
    phones: of('phones', user.phones),
    username: of('username', user.username),
    externalId: of('externalId', user.externalId),
    gender: of<User['gender'] | undefined>('gender', user.gender) ?? 'U',
    birthdate: of('birthdate', user.birthdate),
    profile: profileWith(user, of),
    departmentIds: of<readonly string[] | undefined>('departmentIds', user.departmentIds) ?? [],
    tenantIds: of<readonly string[] | undefined>('tenantIds', user.tenantIds) ?? [],
    identities: identitiesWith(user, values, newId),
    customData: customDataWith(user, values),
  })
}

const withoutAbsent = (user: { readonly [F in keyof User]: User[F] | undefined }): User =>
  Object.fromEntries(Object.entries(user).filter(([, value]) => value !== undefined)) as User

const profileWith = (
  { profile }: User,
  of: (name: string, present: string | undefined) => string | undefined,
): User['profile'] =>
  Object.fromEntries(
    profileFields
      .map((name: ProfileField) => [name, of(name, profile[name])] as const)
      .filter(([, value]) => value !== undefined),
  )

/** An identity that the user has already keeps its id. */
const identitiesWith = (
  { identities }: User,
  values: FieldValues,
  newId: () => string,
): User['identities'] => {
  if (!Object.hasOwn(values, 'identities')) return identities
  const brought = (values['identities'] ?? []) as readonly Omit<LinkedIdentity, 'id'>[]
  return brought.map((each) => ({
    ...each,
    id: identities.find((present) => isSameAccount(present, each))?.id ?? newId(),
  }))
}

const isSameAccount = (one: Omit<LinkedIdentity, 'id'>, other: Omit<LinkedIdentity, 'id'>): boolean =>
  one.extIdpId === other.extIdpId && one.type === other.type && one.userIdInIdp === other.userIdInIdp

const customDataWith = ({ customData }: User, values: FieldValues): User['customData'] => {
  const brought = Object.entries(values).filter(([name]) => name.startsWith(customPrefix))
  const names = new Set(brought.map(([name]) => name.slice(customPrefix.length)))
  const kept = Object.entries(customData).filter(([name]) => !names.has(name))
  const taken = brought.flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name.slice(customPrefix.length), value] as const],
  )
  // The record has no prototype, so a key named `__proto__` is set like any other.
  return Object.assign(Object.create(null), Object.fromEntries([...kept, ...taken]))
}

const customPrefix = 'customData.'

const customFields = (data: User['customData']): FieldValues =>
  Object.fromEntries(Object.entries(data).map(([name, value]) => [`${customPrefix}${name}`, value]))

const someOf = <T>(list: readonly T[]): readonly T[] | undefined => (list.length === 0 ? undefined : list)

/** The id is ours, and no source brings it. */
const withoutId = (identity: LinkedIdentity): object => ({ ...identity, id: undefined })
