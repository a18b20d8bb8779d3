import type { Session } from '@keepsake/adapters/storage/kit'
import type { UniqueKey, UserStore } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { add, among, keyOf } from './records.ts'

const textOf = ({ namespace, key }: UniqueKey): string => keyOf(namespace, key)

export const usersIn = (session: Session<PoolDocument>): UserStore => ({
  insertAll: (entries) =>
    session.write(({ users, holders }) => {
      const taken = new Map<string, UniqueKey>()
      for (const { user, keys } of entries) {
        add(users, user.id, user)
        for (const key of keys) {
          const holder = holders.get(textOf(key)) ?? user.id
          if (holder === user.id) holders.set(textOf(key), user.id)
          else taken.set(textOf(key), key)
        }
      }
      return taken.size === 0 ? ok() : err({ kind: 'keys-taken', keys: [...taken.values()] })
    }),
  findHeld: (keys) => session.read(({ holders }) => keys.filter((key) => holders.has(textOf(key)))),
  findByKey: (key) => session.read(({ users, holders }) => users.get(holders.get(textOf(key)) ?? '')),
  findByIds: (ids) => session.read(({ users }) => among(users, ids)),
  recordSignIn: (id, at, ip) =>
    session.write(({ users }) => {
      const user = users.get(id)
      const signIns = {
        count: (user?.signIns.count ?? 0) + 1,
        lastAt: at,
        ...(ip !== undefined && { lastIp: ip }),
      }
      if (user !== undefined) users.set(id, { ...user, signIns })
      return ok()
    }),
})
