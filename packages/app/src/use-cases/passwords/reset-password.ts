import { unavailable, userId, type Credential, type Failure } from '@keepsake/domain'
import { err, errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { userNotFound } from '../users/find-user.ts'
import { hashReset, openReset, type PasswordReset } from './password-reset.ts'
import { putPassword, type NewPassword } from './put-password.ts'

/** Whose password is reset, and how. */
export type ResetPassword = { readonly userId: string } & PasswordReset

/**
 * Replaces the user's password by a new one, whether or not the user has one. Of two resets at the same time, the later one
 * is kept completely.
 */
export const resetPassword = (command: ResetPassword, context: Context): ResultAsync<Account, Failure> =>
  safeTry(async function* () {
    const [user] = yield* context.storage.users.findByIds([userId(command.userId)])
    if (user === undefined) return err(userNotFound)
    const fresh = yield* openReset(command, user, context)
    const next = yield* hashReset(command, fresh, user, context)
    return ok(toAccount(user, yield* put(next, context)))
  })

/** More than the number of times users and administrators can press a button at the same time. */
const mostTries = 8

/** Replaces the present password. If that one changes at the same time, it replaces the changed one. */
const put = (next: NewPassword, context: Context, tries = mostTries): ResultAsync<Credential, Failure> =>
  putPassword(next, () => true, context).andThen((outcome): ResultAsync<Credential, Failure> => {
    if (outcome === 'gone') return errAsync(userNotFound)
    if (outcome !== 'overtaken') return okAsync(outcome)
    return tries > 1
      ? put(next, context, tries - 1)
      : errAsync(unavailable('storage', new Error('a password is being changed over and over')))
  })
