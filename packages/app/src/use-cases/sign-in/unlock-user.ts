import { userId, type Failure } from '@keepsake/domain'
import { err, ok, ResultAsync, safeTry } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import { userNotFound } from '../users/find-user.ts'

/** The user who is locked by wrong attempts. */
export type UnlockUser = { readonly userId: string }

/**
 * Forgets the user's wrong codes and recovery codes, the attempts of strangers, and the number of reset requests. The waits
 * of single networks end by themselves, and block nobody else.
 */
export const unlockUser = (command: UnlockUser, { storage }: Context): ResultAsync<Account, Failure> =>
  storage.atomically((stores) =>
    safeTry(async function* () {
      const [user] = yield* stores.users.findByIds([userId(command.userId)])
      if (user === undefined) return err(userNotFound)
      const { attempts, credentials } = stores
      yield* ResultAsync.combine([
        attempts.clear('password-of-strangers', user.id),
        attempts.clear('password-repeated', user.id),
        attempts.clear('password-repeated-of-strangers', user.id),
        attempts.clear('password-reset', user.id),
        attempts.clear('otp', user.id),
        attempts.clear('recovery-code', user.id),
      ])
      const [credential] = yield* credentials.findByUserIds([user.id])
      return ok(toAccount(user, credential))
    }),
  )
