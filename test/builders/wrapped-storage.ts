import { setTimeout as pause } from 'node:timers/promises'
import { unavailable, type Storage, type Stores, type User, type UserStatus } from '@keepsake/domain'
import { errAsync, fromSafePromise, type ResultAsync } from 'neverthrow'

/** A storage whose stores are put through `wrap`, those inside of transactions too. */
export const wrapStorage = (storage: Storage, wrap: (stores: Stores) => Stores): Storage => ({
  ...storage,
  inPool: (pool) => {
    const { atomically, ...stores } = storage.inPool(pool)
    return { ...wrap(stores), atomically: (work) => atomically((inner) => work(wrap(inner))) }
  },
})

/**
 * What may come over a call: it fails and nothing is done, it comes late, it is done and the answer is lost, or it is
 * done twice and the second answer counts.
 */
export type Fault = 'fail' | 'delay' | 'lose' | 'repeat'

/**
 * A storage that tells every verb that is asked of it, such as `users.findByKey`, and `atomically` as it begins. What it
 * is told then comes over that call.
 */
export const watchStorage = (storage: Storage, tell: (verb: string) => Fault | void): Storage => {
  const watched = wrapStorage(storage, (stores) =>
    mapRecord(stores, (store, name) =>
      mapRecord(
        store as Readonly<Record<string, Verb>>,
        (call, verb) =>
          (...given: readonly unknown[]) =>
            suffer(tell(`${name}.${verb}`), () => call(...given)),
      ),
    ),
  )
  return {
    ...watched,
    inPool: (pool) => {
      const { atomically, ...stores } = watched.inPool(pool)
      return { ...stores, atomically: (work) => suffer(tell('atomically'), () => atomically(work)) }
    },
  }
}

const failure = (): ReturnType<typeof unavailable> => unavailable('storage', new Error('the storage fails'))

/** In ms: long enough for everything else that is ready to go first. */
const delay = 5

const suffer = <T, E>(fault: Fault | void, call: () => ResultAsync<T, E>): ResultAsync<T, E> => {
  const failed = (): ResultAsync<T, E> => errAsync(failure() as E)
  switch (fault) {
    case 'fail':
      return failed()
    case 'delay':
      return fromSafePromise<void, E>(pause(delay)).andThen(call)
    case 'lose':
      return call().andThen(failed).orElse(failed)
    case 'repeat':
      return call().andThen(call)
    default:
      return call()
  }
}

/** A storage whose users have a status that an operator gave them meanwhile, as long as there is one. */
export const withStatus = (storage: Storage, status: () => UserStatus | undefined): Storage =>
  wrapStorage(storage, (stores) => {
    const present = (user: User): User => ({ ...user, status: status() ?? user.status })
    const { findByKey, findByIds } = stores.users
    return {
      ...stores,
      users: {
        ...stores.users,
        findByKey: (key) => findByKey(key).map((user) => user && present(user)),
        findByIds: (ids) => findByIds(ids).map((users) => users.map(present)),
      },
    }
  })

type Verb = (...given: readonly unknown[]) => ResultAsync<unknown, unknown>

/** Keeps the record's shape: what takes the place of a value has to fit there. */
const mapRecord = <T extends object>(record: T, map: (value: T[keyof T], name: string) => unknown): T =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, map(value as T[keyof T], name)]),
  ) as T
