import type { KeysTaken, Unavailable, UserEntry, UserPoolId } from '@keepsake/domain'
import { err, errAsync, ok, type Result, type ResultAsync } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import { takenIds } from '../user-ids.ts'
import { claimKeys } from './unique-keys.ts'
import { toTermRows, toUserRow } from './user-rows.ts'
import type { UserStatements } from './user-statements.ts'
import type { SqlView } from './view.ts'

/** Inserts users with their keys and terms, or none. */
export const insertUsers = (
  session: Session<SqlView>,
  entries: readonly UserEntry[],
  pool: UserPoolId,
  sql: UserStatements,
): ResultAsync<void, KeysTaken | Unavailable> =>
  session
    .write<void, KeysTaken | IdTaken>(async (view) => {
      // One order for all callers: if two insert the same ids, neither waits for the other.
      const rows = entries
        .toSorted((one, other) => (one.user.id < other.user.id ? -1 : 1))
        .map((entry) => toUserRow(entry, pool))
      if (!(await view.insertNew('keepsake_users', rows))) return err({ kind: 'id-taken' })
      return addFindable(view, entries, pool, sql)
    })
    .orElse((failure) =>
      failure.kind === 'id-taken' ? nameTakenIds(session, entries, pool, sql) : errAsync(failure),
    )

/** An id is taken. Which one shows only once nothing is left of the insert. */
type IdTaken = { readonly kind: 'id-taken' }

/** If no id is taken any more, the insert is tried again. */
const nameTakenIds = (
  session: Session<SqlView>,
  entries: readonly UserEntry[],
  pool: UserPoolId,
  sql: UserStatements,
): ResultAsync<void, KeysTaken | Unavailable> =>
  session
    .readOne(async (view) => (await view.run(sql.present(entries.map(({ user }) => user.id)))).rows)
    .andThen((rows) => {
      const present = new Set(rows.map(({ id }) => id))
      const taken = takenIds(entries, (id) => present.has(id))
      return taken === undefined ? insertUsers(session, entries, pool, sql) : errAsync(taken)
    })

/** Claims the keys of users that were written, and adds their terms. */
export const addFindable = async (
  view: SqlView,
  entries: readonly UserEntry[],
  pool: UserPoolId,
  sql: UserStatements,
): Promise<Result<void, KeysTaken>> => {
  const taken = await claimKeys(view, entries, pool, sql)
  if (taken !== undefined) return err(taken)
  await view.insertAll(
    'keepsake_user_terms',
    entries.flatMap((entry) => toTermRows(entry, pool)),
  )
  return ok()
}
