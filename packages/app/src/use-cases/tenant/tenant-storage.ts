import type { PoolStorage } from '@keepsake/domain'
import { requireMembers, writeOfMember, type TenantSession } from './members.ts'
import { tenantCredentials } from './tenant-credentials.ts'
import { tenantOtps } from './tenant-otps.ts'
import { tenantUsers } from './tenant-users.ts'
import type { UserStorage, UserStores } from './user-stores.ts'

/**
 * A tenant's part of a pool: users who do not belong to it are as if they were not there, for every verb. A write asks in
 * its own transaction whether the user still belongs to the tenant, so that who is moved away meanwhile is not changed.
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
  otps: tenantOtps(session),
  outbox: tenantOutbox(session),
  events: tenantEvents(session),
  singleUse: tenantSingleUse(session),
  attempts: tenantAttempts(session),
  knownSources: tenantKnownSources(session),
})

const tenantOutbox = ({ write, tenantId }: TenantSession): UserStores['outbox'] => ({
  addAll: (notices) =>
    write((inside) => {
      const ids = notices.map(({ userId }) => userId)
      return requireMembers(ids, inside, tenantId).andThen(() => inside.outbox.addAll(notices))
    }),
})

/** What it tells of has been written before it, of a member; a user who is deleted is none any more. */
const tenantEvents = ({ stores }: TenantSession): UserStores['events'] => ({
  addAll: (events) => stores.events.addAll(events),
})

const tenantSingleUse = ({ stores }: TenantSession): UserStores['singleUse'] => ({
  spend: (kind, key, now, until) => stores.singleUse.spend(kind, key, now, until),
  isSpent: (kind, key, now) => stores.singleUse.isSpent(kind, key, now),
})

/** Attempts count for whoever knocks, and those on a login that leads to no member are nobody's. */
const tenantAttempts = ({ stores }: TenantSession): UserStores['attempts'] => ({
  reserve: (kind, key, limit, now) => stores.attempts.reserve(kind, key, limit, now),
  giveBack: (kind, key, attempts, allowance, now) =>
    stores.attempts.giveBack(kind, key, attempts, allowance, now),
  clear: (kind, key) => stores.attempts.clear(kind, key),
})

const tenantKnownSources = (session: TenantSession): UserStores['knownSources'] => ({
  remember: (userId, source, now, until) =>
    writeOfMember(session, userId, undefined, ({ knownSources }) =>
      knownSources.remember(userId, source, now, until),
    ),
  isKnown: (userId, source, now) => session.stores.knownSources.isKnown(userId, source, now),
})
