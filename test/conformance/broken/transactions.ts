import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { unavailable, userPoolId, type PoolStorage, type Storage, type Stores } from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { wrapStorage } from '../../builders/wrapped-storage.ts'
import { tap, type BrokenStorage } from './broken-storage.ts'

const withPools = (alter: (pool: PoolStorage) => Partial<PoolStorage>) => (): Storage => {
  const storage = openMemoryStorage()
  return {
    ...storage,
    inPool: (id) => {
      const pool = storage.inPool(id)
      return { ...pool, ...alter(pool) }
    },
  }
}

/** Everybody who asks the pool for users meanwhile is answered from inside of its transaction, where one is under way. */
const leaking = (verb: 'findByIds' | 'insertAll' | 'updateAll'): (() => Storage) =>
  withPools((pool) => {
    let inside: Stores | undefined
    return {
      users: {
        ...pool.users,
        [verb]: (given: never) => (inside ?? pool).users[verb](given),
      },
      atomically: (work) =>
        pool.atomically((stores) => {
          inside = stores
          const leave = (): void => void (inside = undefined)
          return work(stores).map(tap(leave)).mapErr(tap(leave))
        }),
    }
  })

/** Stores that go on with others once `hasEnded`. */
const outliving = (stores: Stores, pool: Stores, hasEnded: () => boolean): Stores => ({
  ...stores,
  users: {
    ...stores.users,
    insertAll: (entries) => (hasEnded() ? pool : stores).users.insertAll(entries),
    findByIds: (ids) => (hasEnded() ? pool : stores).users.findByIds(ids),
  },
})

/** Puts one pool in the place of all for some of the stores. */
const sharing =
  (...names: readonly (keyof Stores)[]) =>
  (): Storage => {
    const storage = openMemoryStorage()
    const shared = storage.inPool(userPoolId('shared'))
    return {
      ...storage,
      inPool: (id) => ({
        ...storage.inPool(id),
        ...Object.fromEntries(names.map((name) => [name, shared[name]])),
      }),
    }
  }

export const brokenTransactions: readonly BrokenStorage[] = [
  {
    breaks: 'leaves what work did before it failed',
    caughtBy: 'atomically: of work that fails nothing stays, and its error is the answer',
    open: withPools((pool) => ({ atomically: (work) => work(pool) })),
  },
  {
    breaks: 'keeps what work did before it threw',
    caughtBy: 'atomically: of work that throws, at once or later, nothing stays',
    open: withPools((pool) => ({
      atomically: (work) => {
        let thrown: { readonly error: unknown } | undefined
        const guarded = async (stores: Stores): Promise<unknown> => {
          try {
            return await work(stores)
          } catch (error) {
            thrown = { error }
            return undefined
          }
        }
        return pool
          .atomically((stores) => ResultAsync.fromSafePromise(guarded(stores)))
          .andThen(() => errAsync(unavailable('storage', thrown?.error)))
      },
    })),
  },
  {
    breaks: 'commits work that went on after a failure of the store',
    caughtBy: 'atomically: once a verb was unavailable nothing stays, whatever the work makes of it',
    open: withPools((pool) => ({
      atomically: (work) =>
        pool.atomically((stores) =>
          work({
            ...stores,
            credentials: {
              ...stores.credentials,
              insertAll: (credentials) =>
                stores.users
                  .findByIds(credentials.map(({ userId }) => userId))
                  .andThen((users) =>
                    users.length === credentials.length
                      ? stores.credentials.insertAll(credentials)
                      : errAsync(unavailable('storage', new Error('no such user'))),
                  ),
            },
          }),
        ),
    })),
  },
  {
    breaks: 'uses a recovery code up although its transaction fails',
    caughtBy: 'atomically: of changes to what is there nothing stays of work that fails',
    open: withPools((pool) => ({
      atomically: (work) => {
        const used: (() => ResultAsync<unknown, unknown>)[] = []
        return pool
          .atomically((stores) =>
            work({
              ...stores,
              secondFactors: {
                ...stores.secondFactors,
                useRecoveryCode: (...given) => {
                  used.push(() => pool.secondFactors.useRecoveryCode(...given))
                  return stores.secondFactors.useRecoveryCode(...given)
                },
              },
            }),
          )
          .orElse((error) =>
            ResultAsync.combine(used.map((use) => use()))
              .orElse(() => okAsync())
              .andThen(() => errAsync(error)),
          )
      },
    })),
  },
  {
    breaks: 'shows what is not committed to everybody',
    caughtBy: 'atomically: nobody else sees what is not committed',
    open: leaking('findByIds'),
  },
  {
    breaks: 'lets writes from outside into a transaction',
    caughtBy: 'atomically: a write from outside does not slip into a transaction that is undone',
    open: leaking('insertAll'),
  },
  {
    breaks: 'lets others change a user whom a transaction has read',
    caughtBy: 'atomically: a user who was read stays as read until the end',
    open: leaking('updateAll'),
  },
  {
    breaks: 'lets the stores of a transaction live on after its end',
    caughtBy: 'atomically: the stores of a transaction that has ended, in whatever way, answer no more',
    open: withPools((pool) => ({
      atomically: (work) => {
        let ended = false
        const end = tap(() => void (ended = true))
        return pool
          .atomically((stores) => work(outliving(stores, pool, () => ended)))
          .map(end)
          .mapErr(end)
      },
    })),
  },
  {
    breaks: 'takes one pool for another',
    caughtBy: 'pools: nothing of one is found from another',
    open: () => {
      const storage = openMemoryStorage()
      return { ...storage, inPool: () => storage.inPool(userPoolId('pool')) }
    },
  },
  {
    breaks: 'sends the notices of all pools from one',
    caughtBy: 'pools: nothing of one is changed from another that has none of its ids',
    open: sharing('outbox'),
  },
  {
    breaks: 'tells the events of all pools from one',
    caughtBy: 'pools: nothing of one is changed from another that has none of its ids',
    open: sharing('events'),
  },
  {
    breaks: 'counts attempts of all pools together',
    caughtBy: 'pools: attempts on a key of one do not count in the other',
    open: sharing('attempts'),
  },
  {
    breaks: 'knows in one pool who came to another',
    caughtBy: 'pools: a network that is known in one is a stranger in the other',
    open: sharing('knownNetworks'),
  },
  {
    breaks: 'takes what one pool was made by for another’s',
    caughtBy: 'traits: a pool has its own',
    open: sharing('traits'),
  },
  ...[
    'moves: each pool has its own',
    'move chunks: each pool has its own',
    'refused rows: each pool has its own',
    'ledger: each pool has its own',
  ].map((caughtBy) => ({
    breaks: `keeps the moves of all pools together, which is seen in ${caughtBy.split(':', 1)[0]}`,
    caughtBy,
    open: sharing('moves'),
  })),
  {
    breaks: 'spends one key for all pools',
    caughtBy: 'pools: one key, id and nonce may be used in each',
    open: sharing('singleUse'),
  },
  {
    breaks: 'closes without waiting for work under way',
    caughtBy: 'closing: it waits for the work under way, which still succeeds',
    open: () => {
      const storage = openMemoryStorage()
      return {
        ...storage,
        close: () => {
          void storage.close()
          return okAsync()
        },
      }
    },
  },
  {
    breaks: 'waits for work longer than it was told to',
    caughtBy: 'closing: work that does not end is unavailable, and what waits for it too',
    open: () => {
      const storage = openMemoryStorage()
      return { ...storage, close: () => storage.close(4000) }
    },
  },
  {
    breaks: 'finds nobody, instead of being unavailable, once it is closed',
    caughtBy: 'closing: every call after it is unavailable',
    open: () =>
      wrapStorage(openMemoryStorage(), (stores) => ({
        ...stores,
        users: { ...stores.users, findByIds: (ids) => stores.users.findByIds(ids).orElse(() => okAsync([])) },
      })),
  },
]
