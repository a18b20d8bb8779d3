import type { Session } from '@keepsake/adapters/storage/kit'
import {
  keyText,
  type KeysTaken,
  type UniqueKey,
  type UserChange,
  type UserEntry,
  type UserId,
  type UsersOvertaken,
  type UserStore,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { eraseRowsOf } from './ledger.ts'
import { listed, letThrough } from './listed-users.ts'
import { among } from './records.ts'

export const usersIn = (session: Session<PoolDocument>): UserStore => ({
  insertAll: (entries) =>
    session.write((pool) => {
      const taken = addAll(pool, entries)
      return taken.length === 0 ? claimKeys(pool, entries) : err({ kind: 'keys-taken', keys: taken })
    }),
  updateAll: (changes) => session.write((pool) => update(pool, changes)),
  removeAll: (ids) => session.write((pool) => ok([...new Set(ids)].filter((id) => remove(pool, id)))),
  findHeld: (keys) =>
    session.read(({ owners, users }) =>
      keys.filter((key) => (key.namespace === 'id' ? users.has(key.key) : owners.has(keyText(key)))),
    ),
  findByKey: (key) => session.read(({ users, owners }) => users.get(owners.get(keyText(key)) ?? '')?.user),
  findByIds: (ids) => session.read(({ users }) => among(users, ids).map(({ user }) => user)),
  list: (query) => session.read((pool) => listed(pool, query)),
  count: (filter) => session.read((pool) => letThrough(pool, filter).length),
  recordSignIn: (id, at, ip) =>
    session.write(({ users }) => {
      const entry = users.get(id)
      if (entry === undefined) return ok()
      const count = entry.user.signIns.count + 1
      const signIns = { count, lastAt: at, ...(ip !== undefined && { lastIp: ip }) }
      users.set(id, { ...entry, user: { ...entry.user, signIns } })
      return ok()
    }),
})

/** Adds users, and answers the ids that others have already. */
const addAll = ({ users }: PoolDocument, entries: readonly UserEntry[]): readonly UniqueKey[] => {
  const taken = new Set<UserId>()
  for (const entry of entries) {
    const { id } = entry.user
    if (users.has(id)) taken.add(id)
    else users.set(id, entry)
  }
  return [...taken].map((key) => ({ namespace: 'id', key }))
}

/** Lets users hold their keys, or names those that others hold; whatever it did until then, the session undoes. */
const claimKeys = ({ owners }: PoolDocument, entries: readonly UserEntry[]): Result<void, KeysTaken> => {
  const taken = new Map<string, UniqueKey>()
  for (const { user, keys } of entries)
    for (const key of keys) {
      const text = keyText(key)
      const owner = owners.get(text) ?? user.id
      if (owner === user.id) owners.set(text, user.id)
      else taken.set(text, key)
    }
  return taken.size === 0 ? ok() : err({ kind: 'keys-taken', keys: [...taken.values()] })
}

/** The keys of all are free before any of them claims new ones, so that they may exchange theirs. */
const update = (
  pool: PoolDocument,
  changes: readonly UserChange[],
): Result<void, UsersOvertaken | KeysTaken> => {
  const overtaken: UserId[] = []
  for (const { from, to } of changes) {
    const present = pool.users.get(to.user.id)
    if (present?.user.version !== from) overtaken.push(to.user.id)
    else {
      const { createdAt, signIns } = present.user
      freeKeys(pool, present)
      pool.users.set(to.user.id, { ...to, user: { ...to.user, createdAt, signIns } })
    }
  }
  if (overtaken.length > 0) return err({ kind: 'users-overtaken', userIds: overtaken })
  return claimKeys(
    pool,
    changes.map(({ to }) => to),
  )
}

const freeKeys = ({ owners }: PoolDocument, { keys }: UserEntry): void => {
  for (const key of keys) owners.delete(keyText(key))
}

/** Removes a user with all that hangs on it, and answers whether there was one. */
const remove = (pool: PoolDocument, id: UserId): boolean => {
  const entry = pool.users.get(id)
  if (entry === undefined) return false
  freeKeys(pool, entry)
  eraseRowsOf(pool, id)
  for (const { item } of pool.outbox.values()) if (item.userId === id) pool.outbox.delete(item.id)
  for (const records of [pool.users, pool.credentials, pool.secondFactors, pool.uses, pool.networks])
    records.delete(id)
  return true
}
