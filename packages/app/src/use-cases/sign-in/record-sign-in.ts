import { knownForMs, type Credential, type Unavailable, type User } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { parseAddress, sourceOf } from './source-of.ts'

/**
 * Stores that a user has signed in, and from where. `overtaken`: since the check, the user was deleted or suspended, has
 * another password, or must change it. Then nobody is signed in, and nothing is written.
 */
export const recordSignIn = (
  { id }: User,
  checked: Credential,
  from: string | undefined,
  { ports, storage, seenNetworks }: Context,
): ResultAsync<Account | 'overtaken', Unavailable> => {
  const at = ports.sources.clock()
  const ip = parseAddress(from)
  const source = sourceOf(from)
  const recorded = storage.atomically((stores) =>
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
  return recorded.map((account) => {
    if (account !== 'overtaken' && source !== undefined) seenNetworks.note(id, source)
    return account
  })
}

/** A new hash of the same password is not another credential. */
const isSame = (one: Credential, other: Credential): boolean =>
  one.setAt === other.setAt && one.mustChange === other.mustChange
