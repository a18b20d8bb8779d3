import { errAsync } from 'neverthrow'
import { findTenantUsers, writeOfTenantUser, type TenantSession } from './find-tenant-users.ts'
import type { UserStores } from './user-stores.ts'

/** The authenticators and recovery codes of a tenant's users. For this store, no other user has any. */
export const tenantSecondFactors = (session: TenantSession): UserStores['secondFactors'] => {
  const { stores, write, tenantId } = session
  return {
    writeAll: (changes) =>
      write((inside) => {
        const ids = changes.map(({ to }) => to.userId)
        return findTenantUsers(ids, inside, tenantId).andThen((own) => {
          const strangers = ids.filter((id) => !own.has(id))
          return strangers.length === 0
            ? inside.secondFactors.writeAll(changes)
            : errAsync({ kind: 'second-factors-overtaken' as const, userIds: [...new Set(strangers)] })
        })
      }),
    findByUserIds: (ids) =>
      findTenantUsers(ids, stores, tenantId).andThen((own) =>
        stores.secondFactors.findByUserIds([...own.keys()]),
      ),
    findOwners: (fingerprints) =>
      stores.secondFactors.findOwners(fingerprints).andThen((owners) =>
        findTenantUsers(
          owners.map(({ userId }) => userId),
          stores,
          tenantId,
        ).map((own) => owners.filter(({ userId }) => own.has(userId))),
      ),
    list: (after, limit) => stores.secondFactors.list(after, limit, tenantId),
    acceptStep: (userId, authenticatorId, step, at) =>
      writeOfTenantUser(session, userId, 'used-before', ({ secondFactors }) =>
        secondFactors.acceptStep(userId, authenticatorId, step, at),
      ),
    useRecoveryCode: (userId, codeId, at, fingerprint) =>
      writeOfTenantUser(session, userId, 'used-before', ({ secondFactors }) =>
        secondFactors.useRecoveryCode(userId, codeId, at, fingerprint),
      ),
  }
}
