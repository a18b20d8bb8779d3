import type { User } from '@keepsake/domain'
import { z } from 'zod'
import { byType, userIdTypes, type UserIdType } from './find-user.ts'
import { atLeastOne, mostAtOnce } from './limits.ts'
import { queryPaging, toSlice, type Paging } from './paging.ts'
import { flag, list, maybe } from './shape.ts'

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
