import type { Failure } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from './account.ts'
import type { Context } from '../../context.ts'
import { clearAttempts } from '../shared/clear-attempts.ts'
import { requireUser } from '../shared/require-user.ts'

/** The user who is locked by wrong attempts. */
export type UnlockUser = { readonly userId: string }

/**
 * Forgets the user's wrong codes and recovery codes, the attempts of strangers, and the number of reset requests. The waits
 * of single networks end by themselves, and block nobody else.
 */
export const unlockUser = (command: UnlockUser, { storage }: Context): ResultAsync<Account, Failure> =>
  storage.atomically((stores) =>
    safeTry(async function* () {
      const user = yield* requireUser(command.userId, stores)
      yield* clearAttempts('unlock', user.id, stores)
      const [credential] = yield* stores.credentials.findByUserIds([user.id])
      return ok(toAccount(user, credential))
    }),
  )
