import {
  keyText,
  type KeysTaken,
  type UniqueKey,
  type UserChange,
  type UserEntry,
  type UsersOvertaken,
  type UserStore,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import { isIdKey, takenIds } from '../user-ids.ts'
import { listUsers, usersThrough } from './list-users.ts'
import { copyOf, copyOfUser, recordsAmong } from './records.ts'
import { removeUser } from './remove-user.ts'
import type { Tables } from './tables.ts'

/** The users of a pool in memory. */
export const memoryUsers = (session: Session<Tables>): UserStore => ({
  insertAll: (entries) => session.write((tables) => insertAll(tables, entries)),
  updateAll: (changes) => session.write((tables) => updateAll(tables, changes)),
  removeAll: (ids) => session.write((tables) => ok([...new Set(ids)].filter((id) => removeUser(tables, id)))),
  findHeld: (keys) =>
    session.read(({ owners, users }) =>
      keys.filter((key) => (isIdKey(key) ? users.get(key.key) : owners.get(keyText(key))) !== undefined),
    ),
  findByKey: (key) =>
    session.read(({ owners, users }) => {
      const id = owners.get(keyText(key))
      return id === undefined ? undefined : users.get(id)
    }),
  findByIds: (ids) => session.read(({ users }) => recordsAmong(users, ids)),
  list: (query) => session.read((tables) => listUsers(tables, query)),
  count: (filter) => session.read((tables) => usersThrough(tables, filter).length),
  recordSignIn: (id, at, ip) =>
    session.write(({ users }) => {
      const user = users.get(id)
      if (user === undefined) return ok()
      const signIns = copyOf({ count: user.signIns.count + 1, lastAt: at, lastIp: ip })
      users.put(id, { ...user, signIns })
      return ok()
    }),
})

const insertAll = (tables: Tables, entries: readonly UserEntry[]): Result<void, KeysTaken> => {
  const taken = takenIds(entries, (id) => tables.users.get(id) !== undefined)
  if (taken !== undefined) return err(taken)
  for (const { user } of entries) tables.users.put(user.id, copyOfUser(user))
  return claimAll(tables, entries)
}

/** Frees the keys of all users before any of them claims the new ones, so that users may exchange keys. */
const updateAll = (
  tables: Tables,
  changes: readonly UserChange[],
): Result<void, UsersOvertaken | KeysTaken> => {
  const overtaken = changes.filter((change) => !update(tables, change)).map(({ to }) => to.user.id)
  return overtaken.length === 0
    ? claimAll(
        tables,
        changes.map(({ to }) => to),
      )
    : err({ kind: 'users-overtaken', userIds: overtaken })
}

const update = ({ users, owners, findable }: Tables, { from, to }: UserChange): boolean => {
  const present = users.get(to.user.id)
  if (present === undefined || present.version !== from) return false
  for (const key of findable.get(present.id)?.keys ?? []) owners.put(key, undefined)
  const { createdAt, signIns } = present
  users.put(present.id, copyOfUser({ ...to.user, createdAt, signIns }))
  return true
}

/** Continues after the first key that is taken, so that every one is named; nothing stays of a change with an error. */
const claimAll = (tables: Tables, entries: readonly UserEntry[]): Result<void, KeysTaken> => {
  const taken = new Map<string, UniqueKey>()
  for (const { user, keys, searchTerms } of entries) {
    for (const key of keys) {
      const text = keyText(key)
      const owner = tables.owners.get(text)
      if (owner === undefined) tables.owners.put(text, user.id)
      else if (owner !== user.id) taken.set(text, key)
    }
    tables.findable.put(user.id, copyOf({ keys: keys.map(keyText), searchTerms }))
  }
  return taken.size === 0 ? ok() : err({ kind: 'keys-taken', keys: [...taken.values()] })
}
