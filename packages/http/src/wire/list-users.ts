import { collectList, issue, type Checked, type UserSearch } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import { z } from 'zod'
import type { ListUsers } from '@keepsake/app'
import { queryFlag } from './find-user.ts'
import { bodyPaging, queryPaging, toSlice, type Paging } from './paging.ts'
import { flag, list, maybe, text } from './shape.ts'
import type { UserDtoParts } from './user-dto.ts'

/** The fields that a search always looks at. Other fields of the wire cannot be searched. */
const searched = [
  'phone',
  'email',
  'name',
  'username',
  'externalId',
  'nickname',
  'givenName',
  'familyName',
] as const

const operators = ['EQUAL', 'IN', 'GREATER', 'LESSER', 'BETWEEN'] as const
const filtered = ['status', 'department', 'createdAt', 'updatedAt'] as const

type AdvancedFilter = {
  readonly field: (typeof filtered)[number]
  readonly operator: (typeof operators)[number]
  readonly value?: unknown
}

type Parts = {
  readonly withCustomData?: boolean
  readonly withIdentities?: boolean
  readonly withDepartmentIds?: boolean
}

type ListUsersRequest = {
  readonly keywords?: string
  readonly advancedFilter?: readonly AdvancedFilter[]
  readonly options?: Parts & {
    readonly pagination?: Paging
    readonly sort?: readonly { readonly field: 'createdAt'; readonly order: 'asc' | 'desc' }[]
  }
}

/**
 * The body of `list-users`. An option that is not supported is refused. If it were ignored, the list would be too long and
 * wrong.
 */
export const listUsersRequest: z.ZodType<ListUsersRequest> = z.strictObject({
  keywords: text,
  advancedFilter: maybe(
    list(
      z.strictObject({ field: z.enum(filtered), operator: z.enum(operators), value: z.unknown() }),
      filtered.length * 2,
    ),
  ),
  options: maybe(
    z.strictObject({
      pagination: maybe(z.strictObject(bodyPaging)),
      sort: maybe(list(z.strictObject({ field: z.literal('createdAt'), order: z.enum(['asc', 'desc']) }), 1)),
      fuzzySearchOn: maybe(list(z.enum(searched), searched.length)),
      withCustomData: flag,
      withIdentities: flag,
      withDepartmentIds: flag,
      // Posts and nested custom data do not exist here, so both forms of the answer are the same.
      withPost: flag,
      flatCustomData: flag,
    }),
  ),
})

type LegacyRequest = Paging & {
  readonly status?: string
  readonly updatedAtStart?: number
  readonly updatedAtEnd?: number
} & { readonly [P in keyof Parts]-?: boolean }

/** Seconds since 1970, as in the deprecated form. An SDK may leave a parameter empty. */
const seconds: z.ZodType<number | undefined> = z
  .string()
  .regex(/^\d{0,12}$/u)
  .optional()
  .transform((digits) => (digits === undefined || digits === '' ? undefined : Number(digits)))

/** The query of the deprecated `GET list-users`. */
export const listUsersQuery: z.ZodType<LegacyRequest> = z.object({
  ...queryPaging,
  status: text,
  updatedAtStart: seconds,
  updatedAtEnd: seconds,
  withCustomData: queryFlag,
  withIdentities: queryFlag,
  withDepartmentIds: queryFlag,
})

/** Makes the query of the API. */
export const toListUsers = ({
  keywords,
  advancedFilter = [],
  options,
}: ListUsersRequest): Checked<ListUsers> =>
  toFilter(advancedFilter).map((filter) => ({
    ...filter,
    ...toSlice(options?.pagination ?? {}),
    ...(keywords === undefined ? {} : { search: keywords }),
    order: options?.sort?.[0]?.order === 'asc' ? 'oldest-first' : 'newest-first',
  }))

/** The same for the deprecated form. Its bounds are whole seconds, and both are inclusive. */
export const fromLegacyList = (request: LegacyRequest): ListUsers => ({
  ...toSlice(request),
  ...(request.status === undefined ? {} : { statuses: [request.status] }),
  ...(request.updatedAtStart === undefined ? {} : { updatedFrom: request.updatedAtStart * 1000 }),
  ...(request.updatedAtEnd === undefined ? {} : { updatedBefore: (request.updatedAtEnd + 1) * 1000 }),
})

/** Reads which parts of each user the caller asks for. */
export const toListParts = (given: Parts = {}): UserDtoParts => ({
  customData: given.withCustomData === true,
  identities: given.withIdentities === true,
  departmentIds: given.withDepartmentIds === true,
})

const toFilter = (filters: readonly AdvancedFilter[]): Checked<UserSearch> =>
  collectList(filters, (filter) => {
    const read = readFilter(filter)
    return read === undefined ? err([issue('request.value_not_allowed', [], { allowed })]) : ok(read)
  })
    .mapErr((issues) => issues.map((each) => ({ ...each, path: ['advancedFilter', ...each.path] })))
    .andThen((read) => {
      const bounds = read.flatMap((each) => Object.keys(each))
      // Two filters of one kind would both have to hold. Here the second would replace the first.
      return new Set(bounds).size === bounds.length
        ? ok(Object.assign({}, ...read) as UserSearch)
        : err([issue('request.value_not_allowed', ['advancedFilter'], { allowed })])
    })

const allowed =
  'status EQUAL or IN, department EQUAL, createdAt and updatedAt GREATER, LESSER or BETWEEN; each bound once'

const moment = z.union([z.int(), z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso))])
const department = z.union([
  z.string(),
  z.tuple([z.object({ departmentId: z.string() })]).transform(([{ departmentId }]) => departmentId),
])

/**
 * Reads one filter. The wire's `GREATER` and `LESSER` include the value itself. `undefined` if the filter is not supported.
 */
const readFilter = ({ field, operator, value }: AdvancedFilter): UserSearch | undefined => {
  if (field === 'status') {
    const statuses = z.array(z.string()).safeParse(operator === 'IN' ? value : [value])
    return statuses.success && (operator === 'IN' || operator === 'EQUAL')
      ? { statuses: statuses.data }
      : undefined
  }
  if (field === 'department') {
    const id = department.safeParse(value)
    return id.success && (operator === 'IN' || operator === 'EQUAL') ? { departmentId: id.data } : undefined
  }
  const [from, before] =
    field === 'createdAt' ? ['createdFrom', 'createdBefore'] : ['updatedFrom', 'updatedBefore']
  const ends = z.tuple([moment, moment]).safeParse(operator === 'BETWEEN' ? value : [value, value])
  if (!ends.success) return undefined
  const [first, last] = ends.data
  return {
    BETWEEN: { [from]: first, [before]: last + 1 },
    GREATER: { [from]: first },
    LESSER: { [before]: last + 1 },
    EQUAL: undefined,
    IN: undefined,
  }[operator]
}
