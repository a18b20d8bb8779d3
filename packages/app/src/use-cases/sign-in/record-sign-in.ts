import { knownForMs, type Credential, type Unavailable, type User } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../../account.ts'
import type { Context } from '../../context.ts'
import { parseAddress, sourceOf } from './source-of.ts'

/**
 * Writes down that a user has signed in, and from where. `overtaken`: since the proof was looked at the user was deleted or
 * suspended, has got another password, or must change it; nobody is signed in then, and nothing is written.
 */
export const recordSignIn = (
  { id }: User,
  checked: Credential,
  from: string | undefined,
  { ports, storage }: Context,
): ResultAsync<Account | 'overtaken', Unavailable> => {
  const at = ports.sources.clock()
  const ip = parseAddress(from)
  const source = sourceOf(from)
  return storage.atomically((stores) =>
    safeTry(async function* () {
      const [user] = yield* stores.users.findByIds([id])
      const [credential] = yield* stores.credentials.findByUserIds([id])
      if (user?.status !== 'Activated' || credential === undefined || !isSame(credential, checked))
        return ok('overtaken' as const)
      yield* stores.users.recordSignIn(id, at, ip)
      if (source !== undefined) yield* stores.knownSources.remember(id, source, at, at + knownForMs)
      const signIns = {
        count: user.signIns.count + 1,
        lastAt: at,
        ...(ip === undefined ? {} : { lastIp: ip }),
      }
      return ok(toAccount({ ...user, signIns }, credential))
    }),
  )
}

/** A hash that was made anew of the same password is no other credential. */
const isSame = (one: Credential, other: Credential): boolean =>
  one.setAt === other.setAt && one.mustChange === other.mustChange
