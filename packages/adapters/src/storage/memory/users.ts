import { keyText, type KeysTaken, type UniqueKey, type UserEntry, type UserStore } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import { add, copyOf, copyOfUser, recordsAmong } from './records.ts'
import type { Tables } from './tables.ts'

/** The users of a pool in memory. */
export const memoryUsers = (session: Session<Tables>): UserStore => ({
  insertAll: (entries) => session.write((tables) => insertAll(tables, entries)),
  findHeld: (keys) =>
    session.read(({ holders }) => keys.filter((key) => holders.get(keyText(key)) !== undefined)),
  findByKey: (key) =>
    session.read(({ holders, users }) => {
      const id = holders.get(keyText(key))
      return id === undefined ? undefined : users.get(id)
    }),
  findByIds: (ids) => session.read(({ users }) => recordsAmong(users, ids)),
  recordSignIn: (id, at, ip) =>
    session.write(({ users }) => {
      const user = users.get(id)
      if (user === undefined) return ok()
      const signIns = copyOf({ count: user.signIns.count + 1, lastAt: at, lastIp: ip })
      users.put(id, { ...user, signIns })
      return ok()
    }),
})

const insertAll = ({ users, holders }: Tables, entries: readonly UserEntry[]): Result<void, KeysTaken> => {
  const taken = new Map<string, UniqueKey>()
  for (const { user, keys } of entries) {
    add(users, user.id, copyOfUser(user))
    for (const key of keys) {
      const text = keyText(key)
      const holder = holders.get(text)
      if (holder === undefined) holders.put(text, user.id)
      else if (holder !== user.id) taken.set(text, key)
    }
  }
  return taken.size === 0 ? ok() : err({ kind: 'keys-taken', keys: [...taken.values()] })
}
