import type { UserId, UserPoolId } from '@keepsake/domain'
import type { Dialect } from '../dialect.ts'
import type { SqlView } from '../view.ts'
import { ledgerStatements } from './ledger-statements.ts'

/** Leaves nothing but their digests of the ledger's rows that name one of the users. Answers the keys that they had. */
export const eraseLedgerRows = async (
  view: SqlView,
  users: readonly UserId[],
  pool: UserPoolId,
  dialect: Dialect,
): Promise<readonly string[]> => {
  const sql = ledgerStatements(pool, dialect)
  const { rows } = await view.run(sql.byUsers(users, view))
  if (rows.length > 0) await view.run(sql.erase(users))
  return rows.flatMap((row) => row.source_key ?? [])
}
