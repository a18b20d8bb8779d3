import { errAsync } from 'neverthrow'
import {
  findTenantUsers,
  requireTenantUsers,
  writeOfTenantUser,
  type TenantSession,
} from './find-tenant-users.ts'
import type { UserStores } from './user-stores.ts'

/** The passwords of a tenant's users. For this store, no other user has one. */
export const tenantCredentials = (session: TenantSession): UserStores['credentials'] => {
  const { stores, write, tenantId } = session
  return {
    insertAll: (credentials) =>
      write((inside) => {
        const ids = credentials.map(({ userId }) => userId)
        return requireTenantUsers(ids, inside, tenantId).andThen(() =>
          inside.credentials.insertAll(credentials),
        )
      }),
    findByUserIds: (ids) =>
      findTenantUsers(ids, stores, tenantId).andThen((own) =>
        stores.credentials.findByUserIds([...own.keys()]),
      ),
    upgrade: (id, from, to) =>
      writeOfTenantUser(session, id, 'overtaken', (inside) => inside.credentials.upgrade(id, from, to)),
    replace: (from, to) =>
      writeOfTenantUser(session, to.userId, 'overtaken', (inside) => inside.credentials.replace(from, to)),
    replaceAll: (changes) =>
      write((inside) => {
        const ids = changes.map(({ to }) => to.userId)
        return findTenantUsers(ids, inside, tenantId).andThen((members) => {
          const strangers = ids.filter((id) => !members.has(id))
          return strangers.length > 0
            ? errAsync({ kind: 'credentials-overtaken' as const, userIds: strangers })
            : inside.credentials.replaceAll(changes)
        })
      }),
    requireChange: (id) =>
      writeOfTenantUser(session, id, undefined, (inside) => inside.credentials.requireChange(id)),
    survey: () => stores.credentials.survey(tenantId),
  }
}
