import type { Organization } from '@keepsake/domain'
import { okAsync } from 'neverthrow'

/** A department by our id, and by the id that the organization gave it, if it has one. */
export type Department = { readonly departmentId: string; readonly openDepartmentId?: string }

export type FixedOrganizationOptions = {
  /**
   * The departments that exist; or `any`, if your organization's data is elsewhere and you trust the ids that you are
   * given.
   */
  readonly departments: 'any' | readonly Department[]
  readonly tenants: 'any' | readonly string[]
}

/**
 * An organization that is known from the start. `any` accepts every department id and tenant id as it is. Only a list
 * can tell which department an open department id stands for, so with `any` none is found.
 */
export const openFixedOrganization = ({ departments, tenants }: FixedOrganizationOptions): Organization => {
  const known = departments === 'any' ? undefined : index(departments)
  return {
    findDepartments: (idType, references) =>
      okAsync(
        known === undefined
          ? new Map(idType === 'department_id' ? references.map((id) => [id, id]) : [])
          : pick(known[idType], references),
      ),
    findTenants: (ids) =>
      okAsync(new Set(tenants === 'any' ? ids : ids.filter((id) => tenants.includes(id)))),
  }
}

const index = (departments: readonly Department[]) => ({
  department_id: new Map(departments.map(({ departmentId }) => [departmentId, departmentId])),
  open_department_id: new Map(
    departments.flatMap(({ departmentId, openDepartmentId }) =>
      openDepartmentId === undefined ? [] : [[openDepartmentId, departmentId] as const],
    ),
  ),
})

const pick = (
  from: ReadonlyMap<string, string>,
  references: readonly string[],
): ReadonlyMap<string, string> =>
  new Map(
    references.flatMap((reference) => {
      const id = from.get(reference)
      return id === undefined ? [] : [[reference, id] as const]
    }),
  )
