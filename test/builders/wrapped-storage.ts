import { unavailable, type Storage, type Stores, type User, type UserStatus } from '@keepsake/domain'
import { errAsync } from 'neverthrow'

/** A storage whose stores are put through `wrap`, those inside of transactions too. */
export const wrapStorage = (storage: Storage, wrap: (stores: Stores) => Stores): Storage => ({
  ...storage,
  inPool: (pool) => {
    const { atomically, ...stores } = storage.inPool(pool)
    return { ...wrap(stores), atomically: (work) => atomically((inner) => work(wrap(inner))) }
  },
})

/**
 * A storage that tells every verb that is asked of it, such as `users.findByKey`. Where it is told to fail then, the verb
 * is `Unavailable` and nothing is done.
 */
export const watchStorage = (storage: Storage, tell: (verb: string) => 'fail' | void): Storage =>
  wrapStorage(storage, (stores) =>
    mapRecord(stores, (store, name) =>
      mapRecord(
        store as Readonly<Record<string, Verb>>,
        (call, verb) =>
          (...given: readonly unknown[]) =>
            tell(`${name}.${verb}`) === 'fail'
              ? errAsync(unavailable('storage', new Error('the storage fails')))
              : call(...given),
      ),
    ),
  )

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

type Verb = (...given: readonly unknown[]) => unknown

/** Keeps the record's shape: what takes the place of a value has to fit there. */
const mapRecord = <T extends object>(record: T, map: (value: T[keyof T], name: string) => unknown): T =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, map(value as T[keyof T], name)]),
  ) as T
