import type {
  Credential,
  Instant,
  Notice,
  SecondFactor,
  Stores,
  Unavailable,
  UniqueKey,
  UserId,
  UserStore,
} from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'
import { meanwhile, tap, withStore, withStores, type BrokenStorage } from './broken-storage.ts'

const allGoes = 'user removals: a user goes with all that hangs on it, and nobody else does'
const eachOnce = 'user removals: those are answered that there were, each once'

type Find<T> = (ids: readonly UserId[]) => ResultAsync<readonly T[], Unavailable>

/** A removal that leaves records of one kind, and the finding that goes on finding them. */
const leaving = <T extends { readonly userId: UserId }>(
  { users }: Stores,
  find: Find<T>,
): { readonly users: UserStore; readonly findByUserIds: Find<T> } => {
  const left: T[] = []
  return {
    users: {
      ...users,
      removeAll: (ids) =>
        find(ids).andThen((found) => users.removeAll(ids).map(tap(() => left.push(...found)))),
    },
    findByUserIds: (ids) =>
      find(ids).map((found) => [...found, ...left.filter(({ userId }) => ids.includes(userId))]),
  }
}

/** A removal after which something is there again. */
const puttingBack = (
  { users }: Stores,
  putBack: (id: UserId) => ResultAsync<unknown, Unavailable>,
): UserStore => ({
  ...users,
  removeAll: (ids) =>
    users.removeAll(ids).andThen((removed) => ResultAsync.combine(removed.map(putBack)).map(() => removed)),
})

type OutboxEntry = { readonly notice: Notice; sentAt?: Instant }

/** A removal after which some of the notices are there again. */
const leavingNotices = (stores: Stores, isLeft: (posted: OutboxEntry) => boolean): Partial<Stores> => {
  const { outbox } = stores
  const all = new Map<string, OutboxEntry>()
  const putBack = ({ notice, sentAt }: OutboxEntry): ResultAsync<void, Unavailable> =>
    outbox
      .addAll([notice])
      .andThen(() => (sentAt === undefined ? okAsync() : outbox.markSent(notice.id, sentAt)))
  return {
    users: puttingBack(stores, (id) =>
      ResultAsync.combine(
        [...all.values()].filter((posted) => posted.notice.userId === id && isLeft(posted)).map(putBack),
      ),
    ),
    outbox: {
      ...outbox,
      addAll: (notices) => {
        for (const notice of notices) all.set(notice.id, { notice })
        return outbox.addAll(notices)
      },
      markSent: (id, at) => {
        Object.assign(all.get(id) ?? {}, { sentAt: at })
        return outbox.markSent(id, at)
      },
    },
  }
}

export const brokenUserRemovals: readonly BrokenStorage[] = [
  withStores('leaves the passwords of removed users', allGoes, (stores) => {
    const { users, findByUserIds } = leaving<Credential>(stores, stores.credentials.findByUserIds)
    return { users, credentials: { ...stores.credentials, findByUserIds } }
  }),

  withStores('leaves the authenticators of removed users', allGoes, (stores) => {
    const { users, findByUserIds } = leaving<SecondFactor>(stores, stores.secondFactors.findByUserIds)
    return { users, secondFactors: { ...stores.secondFactors, findByUserIds } }
  }),

  withStores('leaves the notices that wait for removed users', allGoes, (stores) =>
    leavingNotices(stores, ({ sentAt }) => sentAt === undefined),
  ),

  withStores('leaves the notices that were sent to removed users', allGoes, (stores) =>
    leavingNotices(stores, ({ sentAt }) => sentAt !== undefined),
  ),

  withStores(
    'takes the events that tell of removed users along',
    'user removals: the events that tell of a user who is gone stay',
    ({ users, events }) => {
      let areGone = false
      return {
        users: { ...users, removeAll: (ids) => users.removeAll(ids).map(tap(() => void (areGone = true))) },
        events: {
          ...events,
          summary: () =>
            areGone
              ? okAsync({ waiting: 0, sent: 0, dead: 0, channels: [], failures: [] })
              : events.summary(),
        },
      }
    },
  ),

  withStores(
    'leaves the networks that removed users came from',
    'user removals: who comes with the keys of one who is gone has nothing else of theirs',
    (stores) => {
      const { knownNetworks } = stores
      const remembered = new Map<string, Parameters<typeof knownNetworks.remember>>()
      return {
        users: puttingBack(stores, (id) => {
          const given = remembered.get(id)
          return given === undefined ? okAsync() : knownNetworks.remember(...given)
        }),
        knownNetworks: {
          ...knownNetworks,
          remember: (...given) => {
            remembered.set(given[0], given)
            return knownNetworks.remember(...given)
          },
        },
      }
    },
  ),

  withStore('users', 'leaves the keys of removed users held', allGoes, (users) => {
    const keysOf = new Map<string, readonly UniqueKey[]>()
    const left: UniqueKey[] = []
    return {
      insertAll: (entries) => {
        for (const { user, keys } of entries) keysOf.set(user.id, keys)
        return users.insertAll(entries)
      },
      removeAll: (ids) =>
        users.removeAll(ids).map((removed) => {
          left.push(...removed.flatMap((id) => keysOf.get(id) ?? []))
          return removed
        }),
      findHeld: (keys) =>
        users.findHeld(keys).map((held) => [...held, ...left.filter((key) => keys.includes(key))]),
    }
  }),

  withStore('users', 'answers everybody who was to be removed', eachOnce, (users) => ({
    removeAll: (ids) => users.removeAll(ids).map(() => [...new Set(ids)]),
  })),

  withStore('users', 'answers who is removed as often as it was asked', eachOnce, (users) => ({
    removeAll: (ids) => users.removeAll(ids).map((removed) => ids.filter((id) => removed.includes(id))),
  })),

  withStore(
    'users',
    'looks whom there is, and then tells that it has removed them',
    'user removals: of 16 calls at one moment, one is told that it has removed the user',
    (users) => ({
      removeAll: (ids) =>
        users
          .findByIds(ids)
          .andThen(meanwhile)
          .andThen((found) => users.removeAll(ids).map(() => found.map(({ id }) => id))),
    }),
  ),
]
