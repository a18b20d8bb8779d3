import { isDamaged, unreadable, type User, type UserStore } from '@keepsake/domain'
import { asSeen, damagedOf, isOfTenant, isOfOthers, keepTenants } from '@keepsake/domain/rules'
import { errAsync, okAsync } from 'neverthrow'
import { findTenantUsers, writeOfTenantUser, type TenantSession } from './find-tenant-users.ts'

/** The users of a pool who belong to a tenant. All others do not exist here, but their unique keys are still taken. */
export const tenantUsers = (session: TenantSession): UserStore => {
  const { stores, write, tenantId } = session
  const seen = (user: User | undefined): User | undefined =>
    user !== undefined && isOfTenant(user, tenantId) ? asSeen(user, tenantId) : undefined
  return {
    insertAll: (entries) => {
      if (!entries.every(({ user }) => isOfTenant(user, tenantId)))
        throw new Error('A tenant creates a user who is not its own')
      return stores.users.insertAll(entries)
    },
    updateAll: (changes) =>
      write((inside) => {
        const ids = changes.map(({ to }) => to.user.id)
        return findTenantUsers(ids, inside, tenantId).andThen((own) => {
          const strangers = ids.filter((id) => !own.has(id))
          if (strangers.length > 0) return errAsync({ kind: 'users-overtaken' as const, userIds: strangers })
          return inside.users.updateAll(changes.map((each) => keepTenants(each, own.get(each.to.user.id))))
        })
      }),
    removeAll: (ids) =>
      write((inside) =>
        findTenantUsers(ids, inside, tenantId).andThen((own) => inside.users.removeAll([...own.keys()])),
      ),
    findHeld: (keys) => stores.users.findHeld(keys),
    findByKey: (key) =>
      stores.users
        .findByKey(key)
        .map(seen)
        .orElse((failure) => {
          if (failure.damaged === undefined) return errAsync(failure)
          const own = damagedOf(failure.damaged, tenantId)
          return own.length > 0 ? errAsync(unreadable(own)) : okAsync(undefined)
        }),
    findByIds: (ids) =>
      findTenantUsers(ids, stores, tenantId).map((own) =>
        [...own.values()].map((user) => asSeen(user, tenantId)),
      ),
    list: ({ filter, ...query }) =>
      isOfOthers(filter.tenantId, tenantId)
        ? okAsync([])
        : stores.users
            .list({ ...query, filter: { ...filter, tenantId } })
            .map((users) => users.map((user) => (isDamaged(user) ? user : asSeen(user, tenantId)))),
    count: (filter) =>
      isOfOthers(filter.tenantId, tenantId) ? okAsync(0) : stores.users.count({ ...filter, tenantId }),
    recordSignIn: (id, at, ip) =>
      writeOfTenantUser(session, id, undefined, ({ users }) => users.recordSignIn(id, at, ip)),
  }
}
