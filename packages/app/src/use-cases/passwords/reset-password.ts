import type { Credential, Failure } from '@keepsake/domain'
import { errAsync, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { requireUser, userNotFound } from '../shared/require-user.ts'
import { repeatOvertaken } from '../shared/repeatable-work.ts'
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
    const user = yield* requireUser(command.userId, context.storage)
    const fresh = yield* openReset(command, user, context)
    const next = yield* hashReset(command, fresh, user, context)
    const credential = yield* repeatOvertaken<Credential, Failure, Overtaken>(() => put(next, context), {
      isOvertaken,
      what: 'a password',
    })
    return ok(toAccount(user, credential))
  })

type Overtaken = { readonly kind: 'password-overtaken' }

const isOvertaken = (failure: { readonly kind: string }): failure is Overtaken =>
  failure.kind === 'password-overtaken'

/** Replaces the present password, whatever it is. */
const put = (next: NewPassword, context: Context): ResultAsync<Credential, Failure | Overtaken> =>
  putPassword(next, () => true, context).andThen((outcome): ResultAsync<Credential, Failure | Overtaken> => {
    if (outcome === 'gone') return errAsync(userNotFound)
    return outcome === 'overtaken' ? errAsync({ kind: 'password-overtaken' }) : okAsync(outcome)
  })
