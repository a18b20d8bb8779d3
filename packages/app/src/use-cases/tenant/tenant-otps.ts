import { errAsync } from 'neverthrow'
import { findMembers, writeOfMember, type TenantSession } from './members.ts'
import type { UserStores } from './user-stores.ts'

/** The authenticators and recovery codes of a tenant's users. For this store, no other user has any. */
export const tenantOtps = (session: TenantSession): UserStores['otps'] => {
  const { stores, write, tenantId } = session
  return {
    writeAll: (changes) =>
      write((inside) => {
        const ids = changes.map(({ to }) => to.userId)
        return findMembers(ids, inside, tenantId).andThen((members) => {
          const strangers = ids.filter((id) => !members.has(id))
          return strangers.length === 0
            ? inside.otps.writeAll(changes)
            : errAsync({ kind: 'otps-overtaken' as const, userIds: [...new Set(strangers)] })
        })
      }),
    findByUserIds: (ids) =>
      findMembers(ids, stores, tenantId).andThen((members) => stores.otps.findByUserIds([...members.keys()])),
    findHolders: (fingerprints) =>
      stores.otps.findHolders(fingerprints).andThen((holders) =>
        findMembers(
          holders.map(({ userId }) => userId),
          stores,
          tenantId,
        ).map((members) => holders.filter(({ userId }) => members.has(userId))),
      ),
    list: (after, limit) => stores.otps.list(after, limit, tenantId),
    acceptStep: (userId, enrolmentId, step, at) =>
      writeOfMember(session, userId, 'used-before', ({ otps }) =>
        otps.acceptStep(userId, enrolmentId, step, at),
      ),
    useRecoveryCode: (userId, codeId, at, fingerprint) =>
      writeOfMember(session, userId, 'used-before', ({ otps }) =>
        otps.useRecoveryCode(userId, codeId, at, fingerprint),
      ),
  }
}
