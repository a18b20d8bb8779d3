import { refuseAny, userId, type Failure, type UserId } from '@keepsake/domain'
import { checkListSize, deleteUser, userListSize } from '@keepsake/domain/rules'
import { ok, ResultAsync, safeTry } from 'neverthrow'
import type { Context } from '../../context.ts'
import { clearAttempts } from '../shared/clear-attempts.ts'
import { writeEvents } from '../shared/write-events.ts'

/** The ids of the users to delete. */
export type DeleteUsers = { readonly userIds: readonly string[] }

/** The ids that belonged to a user. The other ids belong to no user. */
export type DeletedUsers = { readonly deleted: readonly UserId[] }

/**
 * Deletes users and everything that belongs to them in one transaction. It cannot be undone. Their identifiers are free at
 * once. An id without a user is not a failure, so a call can be repeated.
 */
export const deleteUsers = ({ userIds }: DeleteUsers, context: Context): ResultAsync<DeletedUsers, Failure> =>
  safeTry(async function* () {
    yield* refuseAny(checkListSize(userIds, context.settings.limits.rows, userListSize, ['userIds']))
    return context.storage.atomically((stores) =>
      safeTry(async function* () {
        const deleted = yield* stores.users.removeAll(userIds.map(userId))
        yield* ResultAsync.combine(deleted.map((id) => clearAttempts('deletion', id, stores)))
        yield* writeEvents(
          deleted.map((id) => deleteUser(id).event),
          stores,
          context,
        )
        return ok({ deleted })
      }),
    )
  })
