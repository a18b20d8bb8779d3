import {
  issue,
  type Issue,
  type LinkedIdentity,
  type Path,
  type User,
  type UserChanges,
} from '@keepsake/domain'
import { z } from 'zod'
import type { LinkIdentity, UnlinkIdentity } from '@keepsake/app'
import { queryFlag, userIdTypes } from './get-user.ts'
import { queryPaging, toSlice, type Paging } from './paging.ts'
import { flag, freeObject, list, maybe, text } from './shape.ts'

/** The wire's own limit of users in one call. */
const mostAtOnce = 50
/** The most users of `get-user-batch`, according to the published list of codes. */
const mostToGet = 80

/** The length of that many of the longest identifiers, with room to spare. Longer text is not split. */
const someIds = z.string().max(mostToGet * 300)

type UserIdType = (typeof userIdTypes)[number]

const byType = maybe(z.strictObject({ userIdType: maybe(z.enum(userIdTypes)) }))

const atLeastOne = <T>(elements: z.ZodType<readonly T[]>): z.ZodType<readonly T[]> =>
  elements.refine(({ length }) => length > 0, { params: { expected: 'array of at least one element' } })

/** The body of `delete-users-batch`. */
export const deleteUsersRequest: z.ZodType<{
  readonly userIds: readonly string[]
  readonly options?: { readonly userIdType?: UserIdType }
}> = z.strictObject({ userIds: list(z.string(), mostAtOnce), options: byType })

/** The body of `is-user-exists`. */
export const isUserExistsRequest: z.ZodType<
  Readonly<Record<'username' | 'email' | 'phone' | 'externalId', string | undefined>>
> = z.strictObject({ username: text, email: text, phone: text, externalId: text })

/**
 * The query of `get-user-batch`. Java's SDK joins the ids by commas. No id, email or phone number contains a comma, but
 * usernames and external ids may contain one.
 */
export const getUsersRequest: z.ZodType<{
  readonly userIds: readonly string[]
  readonly userIdType: UserIdType
  readonly withCustomData: boolean
  readonly withIdentities: boolean
  readonly withDepartmentIds: boolean
}> = z
  .object({
    userIds: z.union([someIds.transform((one) => [one]), list(someIds, mostToGet)]),
    userIdType: z.enum(userIdTypes).default('user_id'),
    withCustomData: queryFlag,
    withIdentities: queryFlag,
    withDepartmentIds: queryFlag,
  })
  .transform((query) => ({
    ...query,
    userIds:
      query.userIdType === 'username' || query.userIdType === 'external_id'
        ? query.userIds
        : query.userIds.flatMap((each) => each.split(',', mostToGet + 1)),
  }))
  .refine(({ userIds }) => userIds.length <= mostToGet, {
    path: ['userIds'],
    params: { expected: `array of at most ${mostToGet} elements` },
  })

type LinkRequest = {
  readonly userId: string
  readonly extIdpId: string
  readonly userIdInIdp: string
  readonly type?: string
  readonly provider?: string
  readonly userInfoInIdp?: Readonly<Record<string, unknown>>
}

/**
 * The body of `link-identity`. `provider` is our own field: the wire does not say it. For `isSocial`, the contract says that
 * any value is allowed.
 */
export const linkIdentityRequest: z.ZodType<LinkRequest> = z.strictObject({
  userId: z.string(),
  extIdpId: z.string(),
  userIdInIdp: z.string(),
  type: text,
  provider: text,
  userInfoInIdp: maybe(freeObject),
  isSocial: flag,
})

/**
 * The linked identity to write. If the user already has it, values that the wire leaves out stay as they are. `undefined` if
 * the request has nothing new about it.
 */
export const toLinkIdentity = (request: LinkRequest, { identities }: User): LinkIdentity | undefined => {
  const { userId, extIdpId, userIdInIdp, type = 'generic', provider, userInfoInIdp } = request
  const known = identities.find(
    (each) => each.extIdpId === extIdpId && each.type === type && each.userIdInIdp === userIdInIdp,
  )
  if (known !== undefined && provider === undefined && userInfoInIdp === undefined) return undefined
  return { userId, identity: { extIdpId, userIdInIdp, type, ...toldOf(request, known) } }
}

const toldOf = (
  { provider, userInfoInIdp }: LinkRequest,
  known: LinkedIdentity | undefined,
): Pick<LinkedIdentity, 'provider' | 'originConnIds' | 'userInfoInIdp'> => {
  const info = userInfoInIdp ?? known?.userInfoInIdp
  return {
    // Java's SDK cannot read an answer that names an unknown provider, so `generic` cannot be used here.
    provider: provider ?? known?.provider ?? 'oidc',
    originConnIds: known?.originConnIds ?? [],
    ...(info === undefined ? {} : { userInfoInIdp: info }),
  }
}

/** The body of `unlink-identity`. */
export const unlinkIdentityRequest: z.ZodType<UnlinkIdentity> = z
  .strictObject({ userId: z.string(), extIdpId: z.string(), type: text, isSocial: flag })
  .transform(({ userId, extIdpId, type }) => ({ userId, extIdpId, ...(type === undefined ? {} : { type }) }))

type Department = { readonly departmentId: string; readonly isMainDepartment?: boolean }

type SetDepartmentsRequest = {
  readonly userId: string
  readonly departments: readonly Department[]
  readonly options?: { readonly userIdType?: UserIdType }
}

/** If several departments are marked as main, nobody can know which one is meant. */
const oneMain = (departments: z.ZodType<readonly Department[]>): z.ZodType<readonly Department[]> =>
  departments.check(({ value, issues }) => {
    const mains = value.flatMap(({ isMainDepartment }, index) => (isMainDepartment === true ? [index] : []))
    for (const index of mains.slice(1))
      issues.push({
        code: 'invalid_value',
        values: [false],
        input: true,
        path: [index, 'isMainDepartment'],
      })
  })

/** The body of `set-user-departments`. Leaders of departments are not stored here, and so cannot be set. */
export const setDepartmentsRequest: z.ZodType<SetDepartmentsRequest> = z.strictObject({
  userId: z.string(),
  departments: oneMain(
    atLeastOne(
      list(
        z.strictObject({
          departmentId: z.string(),
          isLeader: maybe(z.literal(false)),
          isMainDepartment: flag,
        }),
        mostAtOnce,
      ),
    ),
  ),
  options: byType,
})

/** The departments in order, the main one first. `places` says where each of them was in the request. */
export const toDepartmentIds = ({
  departments,
}: SetDepartmentsRequest): { readonly ids: readonly string[]; readonly places: readonly number[] } => {
  const places = [...departments.keys()].toSorted(
    (one, other) =>
      Number(departments[other]?.isMainDepartment === true) -
      Number(departments[one]?.isMainDepartment === true),
  )
  return { ids: places.map((place) => departments[place]?.departmentId ?? ''), places }
}

/** The query of `get-user-departments`. */
export const getDepartmentsRequest: z.ZodType<
  Paging & { readonly userId: string; readonly userIdType: UserIdType }
> = z.object({ userId: z.string(), userIdType: z.enum(userIdTypes).default('user_id'), ...queryPaging })

/** The contract's `UserDepartmentRespDto`, with every field that the types of its SDKs require. */
export type DepartmentDto = typeof unknownOfDepartment & {
  readonly departmentId: string
  readonly isMainDepartment: boolean
}

/** One page of a user's departments, and how many there are in all. */
export type DepartmentsDto = { readonly totalCount: number; readonly list: readonly DepartmentDto[] }

/** Names, codes and times belong to the organization, which is stored elsewhere. Here they are empty. */
const unknownOfDepartment = {
  organizationCode: '',
  isRoot: false,
  createdAt: '',
  name: '',
  description: '',
  isLeader: false,
  code: '',
  joinedAt: '',
  isVirtualNode: false,
} as const

/** The known facts about a user's departments: their ids, and which is the main one. */
export const toDepartmentsDto = ({ departmentIds }: User, paging: Paging): DepartmentsDto => {
  const { skip, limit } = toSlice(paging)
  const all = departmentIds.map((departmentId, index) => ({
    ...unknownOfDepartment,
    departmentId,
    isMainDepartment: index === 0,
  }))
  return { totalCount: all.length, list: all.slice(skip, skip + limit) }
}

type SetCustomDataRequest = {
  readonly targetIdentifier: string
  readonly list: readonly { readonly key: string; readonly value?: unknown }[]
}

const target = { targetType: z.literal('USER'), targetIdentifier: z.string() }

/** `null` removes a value. If a program has no value to send, it leaves the field out, and does not mean removal. */
const customValue = z.unknown().refine((value) => value !== undefined, { params: { expected: 'JSON value' } })

/** The body of `set-custom-data`. */
export const setCustomDataRequest: z.ZodType<SetCustomDataRequest> = z.strictObject({
  ...target,
  list: atLeastOne(list(z.strictObject({ key: z.string(), value: customValue }), mostAtOnce)),
})

/** The places of keys that occur earlier in the same request: nobody can know which value is meant. */
export const repeatedKeys = ({ list: rows }: SetCustomDataRequest): readonly Issue[] =>
  rows.flatMap(({ key }, index) =>
    rows.findIndex((row) => row.key === key) === index
      ? []
      : [issue('request.key_repeated', ['list', index, 'key'])],
  )

/** The query of `get-custom-data`. */
export const getCustomDataRequest: z.ZodType<{ readonly targetIdentifier: string }> = z.object(target)

/** Moves an issue of the update to its place in the request. */
export const inCustomData = (
  { code, path: [step, , key] }: Issue,
  { list: rows }: SetCustomDataRequest,
): Path =>
  step === 'userId'
    ? ['targetIdentifier']
    : [
        'list',
        rows.findIndex((row) => row.key === key),
        code === 'user.custom_field_undeclared' ? 'key' : 'value',
      ]

/** Makes the change of a user's custom data. */
export const toCustomData = ({ list: rows }: SetCustomDataRequest): UserChanges => ({
  customData: Object.fromEntries(rows.map(({ key, value }) => [key, value])),
})
