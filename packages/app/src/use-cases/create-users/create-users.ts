import { refuseAny, rejected, type Failure } from '@keepsake/domain'
import { checkListSize, checkRowsToHash, limitRowsToHash, userListSize } from '@keepsake/domain/rules'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { UnreadUsers } from '../../input/users.ts'
import { acceptRows } from './accept-rows.ts'
import { readOptions } from './batch-options.ts'
import { checkCanariesOf } from './check-canaries.ts'
import type { CreateUsersReport } from './command.ts'
import { draftRows } from './draft-rows.ts'
import { makeReady } from './make-ready.ts'
import { countToHash, countWanted } from './open-rows.ts'
import { readRows } from './read-rows.ts'
import { reportOf } from './report.ts'
import { writeRows } from './write-rows.ts'

/**
 * Creates a batch of users with their passwords, linked identities and authenticators. It first reads and checks the whole
 * batch. Only then it spends work on hashing. It writes the batch in one transaction, together with the notices and events.
 */
export const createUsers = (
  command: UnreadUsers,
  context: Context,
): ResultAsync<CreateUsersReport, Failure> =>
  safeTry(async function* () {
    const { mode = 'all' } = command
    const { limits } = context.settings
    const toHash = limitRowsToHash(limits, command.rowsToHash)
    yield* refuseAny(checkListSize(command.list, limits.rows, userListSize))

    const given = yield* readRows(command)
    if (command.canaries !== undefined) yield* checkCanariesOf(given, command, context)
    const options = readOptions(command.options ?? {}, context)
    const drafted = yield* draftRows(given, options, context)
    yield* refuseAny(checkRowsToHash(countWanted(drafted), toHash))

    const { accepted, refused } = yield* acceptRows(drafted, options, mode, context)
    yield* refuseAny(checkRowsToHash(countToHash(accepted), toHash))
    const { notices } = yield* options.mapErr(rejected)
    const ready = yield* makeReady(accepted, notices, context)
    return ok(reportOf(yield* writeRows(ready, mode, context), refused))
  })
