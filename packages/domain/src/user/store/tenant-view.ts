import type { DamagedRecord } from '../../kernel/damaged.ts'
import type { User } from '../user.ts'
import type { UserChange } from './user-store.ts'

/** Whether a user belongs to a tenant. */
export const isOfTenant = ({ tenantIds }: User, tenantId: string): boolean => tenantIds.includes(tenantId)

/** A user as its tenant sees it: a tenant does not see the user's other tenants. */
export const asSeen = (user: User, tenantId: string): User => ({ ...user, tenantIds: [tenantId] })

/**
 * The damaged records of a tenant's users. If a record does not show which tenants its user belongs to, only a call for
 * the whole pool reports it.
 */
export const damagedOf = (damaged: readonly DamagedRecord[], tenantId: string): readonly DamagedRecord[] =>
  damaged
    .filter(({ tenantIds = [] }) => tenantIds.includes(tenantId))
    .map(({ record, userId }) => ({ record, userId }))

/** Whether a request is about another tenant's users. */
export const isOfOthers = (asked: string | undefined, tenantId: string): boolean =>
  asked !== undefined && asked !== tenantId

/**
 * A tenant's change of a user that leaves all tenants of the user as they are. Only the pool decides which tenants a
 * user belongs to: a tenant does not see all of them.
 */
export const keepTenants = ({ from, to }: UserChange, present: User | undefined): UserChange => ({
  from,
  to: present === undefined ? to : { ...to, user: { ...to.user, tenantIds: present.tenantIds } },
})
