import type { PoolStorage } from '@keepsake/domain'
import { requireTenantUsers, writeOfTenantUser, type TenantSession } from './find-tenant-users.ts'
import { tenantCredentials } from './tenant-credentials.ts'
import { tenantSecondFactors } from './tenant-second-factors.ts'
import { tenantUsers } from './tenant-users.ts'
import type { UserStorage, UserStores } from './user-stores.ts'

/**
 * A tenant's part of a pool. For every verb, users of other tenants do not exist. A write checks in its own transaction
 * whether the user still belongs to the tenant. So a user who was moved to another tenant meanwhile is not changed.
 */
export const openTenantStorage = (storage: PoolStorage, tenantId: string): UserStorage => {
  const alone: TenantSession = { tenantId, stores: storage, write: (work) => storage.atomically(work) }
  return {
    ...tenantStores(alone),
    atomically: (work) =>
      storage.atomically((stores) =>
        work(tenantStores({ tenantId, stores, write: (inside) => inside(stores) })),
      ),
  }
}

const tenantStores = (session: TenantSession): UserStores => ({
  users: tenantUsers(session),
  credentials: tenantCredentials(session),
  secondFactors: tenantSecondFactors(session),
  outbox: tenantOutbox(session),
  events: tenantEvents(session),
  singleUse: tenantSingleUse(session),
  attempts: tenantAttempts(session),
  knownNetworks: tenantKnownNetworks(session),
})

const tenantOutbox = ({ write, tenantId }: TenantSession): UserStores['outbox'] => ({
  addAll: (notices) =>
    write((inside) => {
      const ids = notices.map(({ userId }) => userId)
      return requireTenantUsers(ids, inside, tenantId).andThen(() => inside.outbox.addAll(notices))
    }),
})

/**
 * No check is needed: the change that an event reports was written before, for a user of the tenant. A deleted user belongs
 * to no tenant any more.
 */
const tenantEvents = ({ stores }: TenantSession): UserStores['events'] => ({
  addAll: (events) => stores.events.addAll(events),
})

const tenantSingleUse = ({ stores }: TenantSession): UserStores['singleUse'] => ({
  spend: (kind, key, now, until) => stores.singleUse.spend(kind, key, now, until),
  isSpent: (kind, key, now) => stores.singleUse.isSpent(kind, key, now),
})

/** Attempts are counted for every login. Those on a login without a user of this tenant belong to no user. */
const tenantAttempts = ({ stores }: TenantSession): UserStores['attempts'] => ({
  reserve: (kind, key, limit, now, mark) => stores.attempts.reserve(kind, key, limit, now, mark),
  takeBack: (kind, key, mark, limit, now) => stores.attempts.takeBack(kind, key, mark, limit, now),
  giveBack: (kind, key, attempts, allowance, now) =>
    stores.attempts.giveBack(kind, key, attempts, allowance, now),
  clear: (kind, key) => stores.attempts.clear(kind, key),
})

const tenantKnownNetworks = (session: TenantSession): UserStores['knownNetworks'] => ({
  remember: (userId, network, now, until) =>
    writeOfTenantUser(session, userId, undefined, ({ knownNetworks }) =>
      knownNetworks.remember(userId, network, now, until),
    ),
  isKnown: (userId, network, now) => session.stores.knownNetworks.isKnown(userId, network, now),
})
