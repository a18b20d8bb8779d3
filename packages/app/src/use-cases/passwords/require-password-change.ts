import type { Failure } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { findCredential } from '../users/find-user.ts'
import { requireUser } from '../shared/require-user.ts'

/**
 * The user whose password must be changed at the next sign-in, because it has leaked or because an administrator says so.
 */
export type RequirePasswordChange = { readonly userId: string }

/** Demands a new password at the user's next sign-in. A user without a password is not changed. */
export const requirePasswordChange = (
  command: RequirePasswordChange,
  context: Context,
): ResultAsync<Account, Failure> =>
  safeTry(async function* () {
    const user = yield* requireUser(command.userId, context.storage)
    yield* context.storage.credentials.requireChange(user.id)
    return ok(toAccount(user, yield* findCredential(user.id, context)))
  })
