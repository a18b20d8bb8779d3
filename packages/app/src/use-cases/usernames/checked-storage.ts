import type { PoolStorage, Unavailable, UsernameRules, UserStore } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { openUsernameCheck } from './username-check.ts'

/**
 * A storage that is unavailable while its username keys are not made as the pool's settings say. Otherwise look-ups would
 * find nobody, and a username could be taken twice.
 */
export const withUsernameCheck = (storage: PoolStorage, rules: UsernameRules): PoolStorage => {
  const check = openUsernameCheck(storage, rules)
  return {
    ...storage,
    users: checked(storage.users, check),
    atomically: (work) => check().andThen(() => storage.atomically(work)),
  }
}

type Check = () => ResultAsync<void, Unavailable>

const checked = (users: UserStore, check: Check): UserStore => ({
  insertAll: (entries) => check().andThen(() => users.insertAll(entries)),
  updateAll: (changes) => check().andThen(() => users.updateAll(changes)),
  removeAll: (ids) => check().andThen(() => users.removeAll(ids)),
  findHeld: (keys) => check().andThen(() => users.findHeld(keys)),
  findByKey: (key) => check().andThen(() => users.findByKey(key)),
  findByIds: (ids) => check().andThen(() => users.findByIds(ids)),
  list: (query) => check().andThen(() => users.list(query)),
  count: (filter) => check().andThen(() => users.count(filter)),
  recordSignIn: (id, at, ip) => check().andThen(() => users.recordSignIn(id, at, ip)),
})
