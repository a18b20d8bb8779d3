import { knownForMs, type Credential, type Unavailable, type User } from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../../account.ts'
import type { Context } from '../../context.ts'
import { parseAddress, sourceOf } from './source-of.ts'

/** Writes down that a user has signed in, and from where. */
export const recordSignIn = (
  user: User,
  credential: Credential | undefined,
  from: string | undefined,
  { ports, storage }: Context,
): ResultAsync<Account, Unavailable> => {
  const at = ports.sources.clock()
  const ip = parseAddress(from)
  const source = sourceOf(from)
  const signIns = { count: user.signIns.count + 1, lastAt: at, ...(ip === undefined ? {} : { lastIp: ip }) }
  return storage
    .atomically(({ users, knownSources }) =>
      users
        .recordSignIn(user.id, at, ip)
        .andThen(() =>
          source === undefined ? okAsync() : knownSources.remember(user.id, source, at, at + knownForMs),
        ),
    )
    .map(() => toAccount({ ...user, signIns }, credential))
}
