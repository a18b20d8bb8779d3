import type {
  KeysTaken,
  Unavailable,
  UniqueKey,
  User,
  UserChange,
  UserEntry,
  UserId,
  UsersOvertaken,
  UserStore,
} from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { meanwhile, withStore, type BrokenStorage } from './broken-storage.ts'

type Updated = ReturnType<UserStore['updateAll']>

const fromAnotherVersion = 'user changes: one from another version, or of nobody, is overtaken and named'

/** Makes each change to whatever version there is. */
const put = (users: UserStore, changes: readonly UserChange[]): Updated =>
  users
    .findByIds(changes.map(({ to }) => to.user.id))
    .andThen((found) =>
      users.updateAll(
        changes.map((change) => ({ ...change, from: versionAmong(found, change.to.user.id) ?? change.from })),
      ),
    )

const versionAmong = (found: readonly User[], id: UserId): number | undefined =>
  found.find((user) => user.id === id)?.version

const overtakenAmong = (found: readonly User[], changes: readonly UserChange[]): readonly UserId[] =>
  changes.map(({ to }) => to.user.id).filter((id, index) => versionAmong(found, id) !== changes[index]?.from)

const oneByOne = (users: UserStore, [first, ...others]: readonly UserChange[]): Updated =>
  first === undefined ? okAsync() : users.updateAll([first]).andThen(() => oneByOne(users, others))

/** Changes users so that something stays which each entry had before. */
const keeping =
  (merge: (before: UserEntry, to: UserEntry) => UserEntry) =>
  (users: UserStore): Partial<UserStore> => {
    const before = new Map<string, UserEntry>()
    return {
      insertAll: (entries) => {
        for (const entry of entries) before.set(entry.user.id, entry)
        return users.insertAll(entries)
      },
      updateAll: (changes) =>
        users.updateAll(
          changes.map(({ from, to }) => ({ from, to: merge(before.get(to.user.id) ?? to, to) })),
        ),
    }
  }

/** The keys of changes that others hold at this moment. */
const heldByOthers = (
  users: UserStore,
  changes: readonly UserChange[],
): ResultAsync<readonly UniqueKey[], Unavailable> =>
  ResultAsync.combine(
    changes.flatMap(({ to }) =>
      to.keys.map((key) =>
        users.findByKey(key).map((owner) => (owner === undefined || owner.id === to.user.id ? [] : [key])),
      ),
    ),
  ).map((keys) => keys.flat())

export const brokenUserChanges: readonly BrokenStorage[] = [
  withStore('users', 'changes users without condition', fromAnotherVersion, (users) => ({
    updateAll: (changes) => put(users, changes),
  })),

  withStore(
    'users',
    'looks at the versions of users, and then changes whatever is there',
    'user changes: of 64 at one moment from one version, one is made',
    (users) => ({
      updateAll: (changes) =>
        users
          .findByIds(changes.map(({ to }) => to.user.id))
          .andThen(meanwhile)
          .andThen((found): ResultAsync<void, UsersOvertaken | KeysTaken | Unavailable> => {
            const userIds = overtakenAmong(found, changes)
            return userIds.length === 0 ? put(users, changes) : errAsync({ kind: 'users-overtaken', userIds })
          }),
    }),
  ),

  withStore('users', 'changes the users of a call one by one', fromAnotherVersion, (users) => ({
    updateAll: (changes) => oneByOne(users, changes),
  })),

  withStore('users', 'names every user of a call as overtaken', fromAnotherVersion, (users) => ({
    updateAll: (changes) =>
      users
        .updateAll(changes)
        .mapErr((error) =>
          error.kind === 'users-overtaken'
            ? { ...error, userIds: changes.map(({ to }) => to.user.id) }
            : error,
        ),
  })),

  withStore(
    'users',
    'keeps fields that a change has left out',
    'user changes: a record takes the place of the one it is from, field by field',
    keeping(({ user }, to) => ({
      ...to,
      user: { ...user, ...(JSON.parse(JSON.stringify(to.user)) as User) },
    })),
  ),

  withStore(
    'users',
    'takes the count of sign-ins from the change of a user',
    'user changes: sign-ins and the moment of creation stay',
    (users) => {
      const given = new Map<string, User['signIns']>()
      return {
        updateAll: (changes) => {
          for (const { to } of changes) given.set(to.user.id, to.user.signIns)
          return users.updateAll(changes)
        },
        findByIds: (ids) =>
          users
            .findByIds(ids)
            .map((found) => found.map((user) => ({ ...user, signIns: given.get(user.id) ?? user.signIns }))),
      }
    },
  ),

  withStore(
    'users',
    'does not free the keys that a user no longer holds',
    'user changes: keys no longer held are free, and those held anew lead to the user',
    keeping(({ keys }, to) => ({ ...to, keys: [...keys, ...to.keys] })),
  ),

  withStore(
    'users',
    'refuses two users who exchange their keys',
    'user changes: two users exchange their keys, and cannot share one',
    (users) => ({
      updateAll: (changes) =>
        heldByOthers(users, changes).andThen(
          (keys): ResultAsync<void, UsersOvertaken | KeysTaken | Unavailable> =>
            keys.length === 0 ? users.updateAll(changes) : errAsync({ kind: 'keys-taken', keys }),
        ),
    }),
  ),

  withStore(
    'users',
    'finds a user by the terms of before its change',
    'user lists: what a user is found by follows the changes of the record',
    keeping(({ searchTerms }, to) => ({ ...to, searchTerms })),
  ),
]
