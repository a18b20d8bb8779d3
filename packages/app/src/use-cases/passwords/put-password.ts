import type { Credential, Notice, PasswordChanger, PasswordHash, Unavailable, UserId } from '@keepsake/domain'
import { changeCredential } from '@keepsake/domain/rules'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { clearAttempts } from '../shared/clear-attempts.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { writeEvents } from '../shared/write-events.ts'

/** A user's new password as a hash, who has chosen it, and the notices about it. */
export type NewPassword = {
  readonly userId: UserId
  readonly hash: PasswordHash
  readonly mustChange: boolean
  readonly by: PasswordChanger
  readonly notices: readonly Notice[]
}

/**
 * Replaces the present password by a new one, if the present one may be replaced, in a transaction of its own. `overtaken`:
 * it may not be replaced, or was changed at the same time. `gone`: the user no longer exists. In both cases nothing is
 * written.
 */
export const putPassword = (
  next: NewPassword,
  mayReplace: (present: Credential | undefined) => boolean,
  context: Context,
): ResultAsync<Credential | 'overtaken' | 'gone', Unavailable> =>
  context.storage
    .atomically((stores) => writePassword(next, mayReplace, stores, context))
    .map((outcome) => {
      context.repeats.forgetWrong(next.userId)
      return outcome
    })

/**
 * The same inside a transaction. It also writes the notices and the event, and forgets what strangers have tried: those
 * attempts were for another password, and must not block the owner any longer.
 */
export const writePassword = (
  { notices, ...given }: NewPassword,
  mayReplace: (present: Credential | undefined) => boolean,
  stores: UserStores,
  context: Context,
): ResultAsync<Credential | 'overtaken' | 'gone', Unavailable> =>
  safeTry(async function* () {
    const { users, credentials, outbox } = stores
    if ((yield* users.findByIds([given.userId])).length === 0) return ok('gone' as const)
    const [present] = yield* credentials.findByUserIds([given.userId])
    if (!mayReplace(present)) return ok('overtaken' as const)
    const now = context.ports.system.clock()
    const { next, event } = changeCredential(present, given, now, context.settings.passwords.policy)
    const outcome = yield* credentials.replace(present?.hash, next)
    if (outcome === 'overtaken') return ok(outcome)
    yield* clearAttempts('new-password', next.userId, stores)
    yield* outbox.addAll(notices)
    yield* writeEvents([event], stores, context)
    return ok(next)
  })
