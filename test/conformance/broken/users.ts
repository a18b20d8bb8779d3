import {
  userId,
  type KeysTaken,
  type Unavailable,
  type UniqueKey,
  type User,
  type UserEntry,
  type UserStore,
} from '@keepsake/domain'
import { err, errAsync, okAsync, ok, type ResultAsync } from 'neverthrow'
import { meanwhile, withStore, type BrokenStorage } from './broken-storage.ts'

/** Writes every user with other keys, terms or fields. */
export const entriesAs =
  (change: (entry: UserEntry) => UserEntry) =>
  (users: UserStore): Pick<UserStore, 'insertAll' | 'updateAll'> => ({
    insertAll: (entries) => users.insertAll(entries.map(change)),
    updateAll: (changes) => users.updateAll(changes.map(({ from, to }) => ({ from, to: change(to) }))),
  })

/** Reads and writes every key as another one. */
const keysAs =
  (change: (key: UniqueKey) => UniqueKey) =>
  (users: UserStore): Partial<UserStore> => ({
    ...entriesAs((entry) => ({ ...entry, keys: entry.keys.map(change) }))(users),
    findHeld: (keys) => users.findHeld(keys.map(change)),
    findByKey: (key) => users.findByKey(change(key)),
  })

const keyTextAs = (change: (text: string) => string): ((users: UserStore) => Partial<UserStore>) =>
  keysAs(({ namespace, key }) => ({ namespace, key: change(key) }))

/** Hands out every user as another one. */
const usersAs =
  (change: (user: User) => User) =>
  (users: UserStore): Partial<UserStore> => ({
    findByIds: (ids) => users.findByIds(ids).map((found) => found.map(change)),
    findByKey: (key) => users.findByKey(key).map((found) => found && change(found)),
  })

const isId = ({ namespace }: UniqueKey): boolean => namespace === 'id'

const idKey = ({ id }: User): UniqueKey => ({ namespace: 'id', key: id })

const oneByOne = (
  users: UserStore,
  [first, ...others]: readonly UserEntry[],
): ResultAsync<void, KeysTaken | Unavailable> =>
  first === undefined ? okAsync() : users.insertAll([first]).andThen(() => oneByOne(users, others))

/** What becomes of an object whose keys are assigned one by one: `__proto__` is none of its own. */
const assigned = (record: User['customData']): User['customData'] => {
  const copy: Record<string, User['customData'][string]> = {}
  for (const [name, value] of Object.entries(record)) copy[name] = value
  return Object.assign(Object.create(null), copy)
}

const differByOneByte = 'unique keys: texts that differ by one byte are different keys'
const everyField = 'users: a user with every field comes back as it was'

export const brokenUsers: readonly BrokenStorage[] = [
  withStore(
    'users',
    'folds the letter case of keys',
    differByOneByte,
    keyTextAs((text) => text.toLowerCase()),
  ),
  withStore(
    'users',
    'trims keys',
    differByOneByte,
    keyTextAs((text) => text.trimEnd()),
  ),
  withStore(
    'users',
    'takes canonical equivalents for one key',
    differByOneByte,
    keyTextAs((text) => text.normalize()),
  ),
  withStore(
    'users',
    'stops a key at NUL',
    differByOneByte,
    keyTextAs((text) => text.split('\u0000', 1)[0] ?? ''),
  ),

  withStore(
    'users',
    'keeps keys of all namespaces in one',
    'unique keys: one text is three keys in three namespaces',
    keysAs(({ key }) => ({ namespace: 'login', key })),
  ),

  withStore(
    'users',
    'adds the users of a batch one by one',
    'users: a batch of which one key is taken adds nobody',
    (users) => ({ insertAll: (entries) => oneByOne(users, entries) }),
  ),

  withStore(
    'users',
    'looks whether keys are taken, and then writes',
    'unique keys: of calls at one moment that share a key, one succeeds',
    (users) => ({
      insertAll: (entries) => {
        const keys = entries.flatMap((entry) => entry.keys)
        const add = (held: readonly UniqueKey[]): ResultAsync<void, KeysTaken | Unavailable> =>
          users.insertAll(
            entries.map((entry) => ({ ...entry, keys: entry.keys.filter((key) => !held.includes(key)) })),
          )
        return users
          .findHeld(keys)
          .andThen((held) => (held.length === 0 ? ok() : err({ kind: 'keys-taken' as const, keys: held })))
          .andThen(meanwhile)
          .andThen(() => users.findHeld(keys).andThen(add))
      },
    }),
  ),

  withStore(
    'users',
    'names the keys of a user whose id is taken',
    'users: a second user of one id is refused by that id and leaves nothing',
    (users) => ({
      insertAll: (entries) =>
        users
          .insertAll(entries)
          .orElse((error) =>
            errAsync(
              error.kind === 'keys-taken' && error.keys.some(isId)
                ? { ...error, keys: entries.flatMap(({ keys }) => keys) }
                : error,
            ),
          ),
    }),
  ),

  withStore(
    'users',
    'takes the first of two users of one id',
    'users: two of one call with one id are refused',
    (users) => ({
      insertAll: (entries) =>
        users.insertAll([...new Map(entries.map((entry) => [entry.user.id, entry])).values()]),
    }),
  ),

  withStore(
    'users',
    'knows nothing of ids when it is asked for keys',
    'users: an id is held by its user, whatever keys are asked for with it',
    (users) => ({ findHeld: (keys) => users.findHeld(keys.filter((key) => !isId(key))) }),
  ),

  withStore(
    'users',
    'folds the letter case of ids',
    'users: ids that differ in letter case are different ids',
    entriesAs((entry) => ({ ...entry, user: { ...entry.user, id: userId(entry.user.id.toLowerCase()) } })),
  ),

  withStore(
    'users',
    'looks whether ids are taken, and then writes on top',
    'users: of calls at one moment with one id, one succeeds',
    (users) => ({
      insertAll: (entries) => {
        const ids = entries.map(({ user }) => user.id)
        return users
          .findByIds(ids)
          .andThen((found) =>
            found.length === 0 ? ok() : err({ kind: 'keys-taken' as const, keys: found.map(idKey) }),
          )
          .andThen(meanwhile)
          .andThen(() => users.removeAll(ids).andThen(() => users.insertAll(entries)))
      },
    }),
  ),

  withStore(
    'users',
    'names every key of a batch as taken',
    'unique keys: every key that is taken is named, and no other',
    (users) => ({
      insertAll: (entries) =>
        users
          .insertAll(entries)
          .orElse((error) =>
            errAsync(
              error.kind === 'keys-taken' ? { ...error, keys: entries.flatMap(({ keys }) => keys) } : error,
            ),
          ),
    }),
  ),

  withStore(
    'users',
    'finds the first held key alone',
    'unique keys: a user is found by each of its keys',
    (users) => ({
      findHeld: (keys) => users.findHeld(keys).map((held) => held.slice(0, 1)),
    }),
  ),

  withStore(
    'users',
    'loses data under names that mean something to JavaScript',
    everyField,
    usersAs((user) => ({ ...user, customData: assigned(user.customData) })),
  ),

  withStore(
    'users',
    'cuts moments to whole seconds',
    everyField,
    usersAs((user) => ({ ...user, createdAt: user.createdAt - (user.createdAt % 1000) })),
  ),

  withStore(
    'users',
    'truncates big values',
    'texts: a very long one comes back whole',
    usersAs((user) => {
      const { name } = user.profile
      return {
        ...user,
        profile: { ...user.profile, ...(name === undefined ? {} : { name: name.slice(0, 65_535) }) },
      }
    }),
  ),

  withStore(
    'users',
    'keeps the caller’s own record',
    'users: what is done to a record after it was stored is not seen',
    (users) => {
      const kept = new Map<string, User>()
      return {
        insertAll: (entries) => {
          for (const { user } of entries) kept.set(user.id, user)
          return users.insertAll(entries)
        },
        findByIds: (ids) =>
          users.findByIds(ids).map((found) => found.map((user) => kept.get(user.id) ?? user)),
      }
    },
  ),

  withStore(
    'users',
    'finds an id as often as it is asked for',
    'users: an id that no user has is not found, and one that is asked for twice is found once',
    (users) => ({
      findByIds: (ids) =>
        users.findByIds(ids).map((found) => ids.flatMap((id) => found.filter((user) => user.id === id))),
    }),
  ),

  withStore(
    'users',
    'counts sign-ins of one moment as one',
    'users: of sign-ins at one moment none is lost',
    (users) => {
      const counting = new Set<string>()
      return {
        recordSignIn: (id, at, ip) => {
          if (counting.has(id)) return okAsync()
          counting.add(id)
          return users.recordSignIn(id, at, ip).map(() => void counting.delete(id))
        },
      }
    },
  ),
]
