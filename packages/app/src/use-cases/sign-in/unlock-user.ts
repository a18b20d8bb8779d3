import { issue, rejected, userId, type Failure } from '@keepsake/domain'
import { err, ok, ResultAsync, safeTry } from 'neverthrow'
import { toAccount, type Account } from '../../account.ts'
import type { Context } from '../../context.ts'
import { findCredential } from '../find-user.ts'

/** A user who stands before the stops that somebody's wrong attempts have put up. */
export type UnlockUser = { readonly userId: string }

/**
 * Forgets the wrong codes and recovery codes of a user, what strangers have tried, and how often a reset was asked for.
 * The waits of single sources run out by themselves: they keep nobody else out.
 */
export const unlockUser = (command: UnlockUser, { storage }: Context): ResultAsync<Account, Failure> =>
  safeTry(async function* () {
    const [user] = yield* storage.users.findByIds([userId(command.userId)])
    if (user === undefined) return err(rejected([issue('user.not_found', ['userId'])]))
    yield* storage.atomically(({ attempts }) =>
      ResultAsync.combine([
        attempts.clear('password-of-strangers', user.id),
        attempts.clear('password-reset', user.id),
        attempts.clear('otp', user.id),
        attempts.clear('recovery-code', user.id),
      ]),
    )
    return ok(toAccount(user, yield* findCredential(user.id, { storage })))
  })
