import { err, ok } from 'neverthrow'
import { collect, collectList, gather, type Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'
import { parseLine } from '../../kernel/text.ts'
import type { DepartmentIdType } from './organization.ts'

/** The departments and tenants of a user, as a caller gives them. */
export type GivenMemberships = {
  readonly departmentIds?: readonly string[]
  readonly tenantIds?: readonly string[]
}

/** The department ids (ours) and tenant ids of a user. */
export type Memberships = { readonly departmentIds: readonly string[]; readonly tenantIds: readonly string[] }

/** The organization's answer for a whole batch. */
export type KnownMemberships = {
  readonly departments: ReadonlyMap<string, string>
  readonly tenants: ReadonlySet<string>
}

export const parseDepartmentIdType = (text: string): Checked<DepartmentIdType> =>
  text === 'department_id' || text === 'open_department_id'
    ? ok(text)
    : err([issue('user.department_id_type_unknown', [], { allowed: 'department_id, open_department_id' })])

/** In UTF-16 units. Every storage keeps an index of these ids; the ids of the contract's own systems have 24. */
const maxId = 256

/** The row as it is when a tenant sends it: its user belongs to that tenant, whatever else the row says. */
export const ofTenant = <Row extends Pick<GivenMemberships, 'tenantIds'>>(
  row: Row,
  tenantId: string | undefined,
): Row => (tenantId === undefined ? row : { ...row, tenantIds: [...listOf(row), tenantId] })

/** A change that is made for a tenant cannot remove a user of the tenant from it. */
export const checkTenantStays = (
  changes: Pick<GivenMemberships, 'tenantIds'>,
  tenantId: string | undefined,
): Checked<void> =>
  tenantId === undefined || changes.tenantIds === undefined || listOf(changes).includes(tenantId)
    ? ok()
    : err([issue('user.tenant_missing', ['tenantIds'])])

const listOf = ({ tenantIds }: Pick<GivenMemberships, 'tenantIds'>): readonly string[] => tenantIds ?? []

/** No organization means anything by a blank id, and one that accepts every id would accept it. */
const isBlank = (id: string): boolean => id.trim() === ''

/**
 * The row's memberships by the organization's ids, each once. A reference that the organization does not know is an
 * issue.
 */
export const checkMemberships = (row: GivenMemberships, known: KnownMemberships): Checked<Memberships> =>
  collect({
    departmentIds: collectList(row.departmentIds ?? [], (reference) => {
      const id = isBlank(reference) ? undefined : known.departments.get(reference)
      return id === undefined ? err([issue('user.department_unknown')]) : parseLine(id, maxId)
    }),
    tenantIds: collectList(row.tenantIds ?? [], (id) =>
      known.tenants.has(id) && !isBlank(id) ? parseLine(id, maxId) : err([issue('user.tenant_unknown')]),
    ),
  }).map(({ departmentIds, tenantIds }) => ({
    departmentIds: [...new Set(departmentIds)],
    tenantIds: [...new Set(tenantIds)],
  }))

/**
 * The memberships of a user after a change: those that the change does not give stay. Every reference must be known, and
 * a tenant's change must keep the user in the tenant.
 */
export const changeMemberships = (
  present: Memberships,
  changes: GivenMemberships,
  known: KnownMemberships,
  tenantId: string | undefined,
): Checked<Memberships> =>
  gather(checkMemberships(changes, known), checkTenantStays(changes, tenantId)).map(
    ([{ departmentIds, tenantIds }]) => ({
      departmentIds: changes.departmentIds === undefined ? present.departmentIds : departmentIds,
      tenantIds: changes.tenantIds === undefined ? present.tenantIds : tenantIds,
    }),
  )

/** The memberships that some rows refer to, each once, to ask the organization about all of them at the same time. */
export const referencesIn = (rows: readonly GivenMemberships[]): Memberships => ({
  departmentIds: [...new Set(rows.flatMap(({ departmentIds }) => departmentIds ?? []))],
  tenantIds: [...new Set(rows.flatMap(({ tenantIds }) => tenantIds ?? []))],
})
