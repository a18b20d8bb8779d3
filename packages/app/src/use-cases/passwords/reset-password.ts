import { unavailable, userId, type Credential, type Failure } from '@keepsake/domain'
import { err, errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../../account.ts'
import type { Context } from '../../context.ts'
import { userNotFound } from '../find-user.ts'
import { hashReset, openReset, type PasswordReset } from './password-reset.ts'
import { putPassword, type NewPassword } from './put-password.ts'

/** Whose password is reset, and how. */
export type ResetPassword = { readonly userId: string } & PasswordReset

/** Puts a new password in the place of whatever the user has. Of two resets at one moment the later one stays, whole. */
export const resetPassword = (command: ResetPassword, context: Context): ResultAsync<Account, Failure> =>
  safeTry(async function* () {
    const [user] = yield* context.storage.users.findByIds([userId(command.userId)])
    if (user === undefined) return err(userNotFound)
    const fresh = yield* openReset(command, user, context)
    const next = yield* hashReset(command, fresh, user, context)
    return ok(toAccount(user, yield* put(next, context)))
  })

/** More than users and administrators can press a button at one moment. */
const mostTries = 8

/** Replaces whatever password there is; where that one is changed at the same moment, the one that it has become. */
const put = (next: NewPassword, context: Context, tries = mostTries): ResultAsync<Credential, Failure> =>
  putPassword(next, () => true, context).andThen((outcome): ResultAsync<Credential, Failure> => {
    if (outcome === 'gone') return errAsync(userNotFound)
    if (outcome !== 'overtaken') return okAsync(outcome)
    return tries > 1
      ? put(next, context, tries - 1)
      : errAsync(unavailable('storage', new Error('a password is being changed over and over')))
  })
