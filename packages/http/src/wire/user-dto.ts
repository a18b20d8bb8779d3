import type { Instant, LinkedIdentity, Profile } from '@keepsake/domain'
import type { Account } from '@keepsake/app'

/** The contract's `IdentityDto`. */
export type IdentityDto = {
  readonly identityId: string
  readonly extIdpId: string
  readonly provider: string
  readonly type: string
  readonly userIdInIdp: string
  readonly originConnIds: readonly string[]
  /** Empty if nothing is known: the types of the SDKs require the field. */
  readonly userInfoInIdp: Readonly<Record<string, unknown>>
}

/** The contract's `UserDto`, and additional fields that today's SDKs require. Times are ISO 8601 in UTC. */
export type UserDto = Profile & {
  readonly userId: string
  readonly createdAt: string
  readonly updatedAt: string
  readonly status: string
  readonly statusChangedAt: string
  readonly workStatus: 'Active' | 'Closed'
  readonly userSourceType: 'adminCreated'
  readonly email?: string
  readonly emailVerified: boolean
  /** Without the country code, which has its own field. */
  readonly phone?: string
  readonly phoneCountryCode?: string
  readonly phoneVerified: boolean
  readonly username?: string
  readonly externalId?: string
  readonly gender: 'M' | Female | 'U'
  readonly birthdate?: string
  readonly loginsCount: number
  readonly lastLogin?: string
  readonly lastIp?: string
  readonly passwordLastSetAt?: string
  readonly resetPasswordOnNextLogin?: boolean
  readonly departmentIds?: readonly string[]
  /** The first department. */
  readonly mainDepartmentId?: string
  readonly tenantIds?: readonly string[]
  readonly identities?: readonly IdentityDto[]
  readonly customData?: Readonly<Record<string, unknown>>
}

/** The parts of a `UserDto` that a caller may leave out or must ask for. */
export type UserDtoParts = {
  readonly customData: boolean
  readonly identities: boolean
  readonly departmentIds: boolean
}

/** All parts of a user. */
export const everyPart: UserDtoParts = { customData: true, identities: true, departmentIds: true }

/** How a caller spells female. The contract's first form has `W`. Every SDK that sends its version has `F`. */
export type Female = 'F' | 'W'

/** Decides by the header in which SDKs send their name and version, such as `authing-node-sdk:4.0.1`. */
export const femaleFor = (sdkVersion: string | undefined): Female => (sdkVersion ? 'F' : 'W')

/** Writes a user as the contract has it, field by field, so that no new field gets out by accident. */
export const toUserDto = (
  { user, password }: Account,
  parts: UserDtoParts = everyPart,
  female: Female = 'W',
): UserDto =>
  withoutAbsent({
    userId: user.id,
    createdAt: iso(user.createdAt),
    updatedAt: iso(user.updatedAt),
    status: user.status,
    statusChangedAt: iso(user.statusChangedAt),
    workStatus: user.status === 'Resigned' || user.status === 'Archived' ? 'Closed' : 'Active',
    userSourceType: 'adminCreated',
    // The contract's service answers every email in lower case.
    email: user.email?.address.toLowerCase(),
    emailVerified: user.emailVerified,
    phone: user.phone?.national,
    phoneCountryCode: user.phone?.countryCode,
    phoneVerified: user.phoneVerified,
    username: user.username?.text,
    externalId: user.externalId,
    ...user.profile,
    gender: user.gender === 'W' ? female : user.gender,
    birthdate: user.birthdate,
    loginsCount: user.signIns.count,
    lastLogin: user.signIns.lastAt === undefined ? undefined : iso(user.signIns.lastAt),
    lastIp: user.signIns.lastIp,
    passwordLastSetAt: password === undefined ? undefined : iso(password.setAt),
    resetPasswordOnNextLogin: password?.mustChange,
    departmentIds: parts.departmentIds ? user.departmentIds : undefined,
    mainDepartmentId: user.departmentIds[0],
    tenantIds: user.tenantIds,
    identities: parts.identities ? user.identities.map(toIdentityDto) : undefined,
    customData: parts.customData ? { ...user.customData } : undefined,
  })

const toIdentityDto = ({ id, ...identity }: LinkedIdentity): IdentityDto => ({
  identityId: id,
  extIdpId: identity.extIdpId,
  provider: identity.provider,
  type: identity.type,
  userIdInIdp: identity.userIdInIdp,
  originConnIds: identity.originConnIds,
  userInfoInIdp: identity.userInfoInIdp ?? {},
})

const iso = (at: Instant): string => new Date(at).toISOString()

const withoutAbsent = <T extends object>(record: T): T =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T
