import { sql } from 'kysely'
import type { Dialect } from '../sql/dialect.ts'
import { written, type SqlView } from '../sql/view.ts'
import { restTimeout, type Timeouts } from '../timeouts.ts'

/** The limits of the server in one transaction, in ms; 0 is no limit. */
export type Limits = { readonly lock: number; readonly statement: number; readonly rest: number }

/**
 * Sets the limits for the transaction that has begun. They end with it, so that a pool's owner keeps its own settings.
 * They also work behind a proxy that shares connections between transactions.
 */
export const setLimits = ({ lock, statement, rest }: Limits): string =>
  `SET LOCAL lock_timeout = ${lock}; SET LOCAL statement_timeout = ${statement}; SET LOCAL idle_in_transaction_session_timeout = ${rest}`

export const limitsOf = ({ lock, statement }: Timeouts): Limits => ({ lock, statement, rest: restTimeout })

/** These limits, or those of the role, the database or the options of the connection if they are stricter. */
export const strictest = async (limits: Limits, view: SqlView, { db }: Dialect): Promise<Limits> => {
  const shown = sql<{ readonly name: string; readonly value: string }>`select name, reset_val as value
    from pg_settings where name in ('lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout')`
  const { rows } = await view.run(written(shown, db))
  const stricter = (name: string, ours: number): number => {
    const theirs = Number(rows.find((row) => row.name === name)?.value ?? 0)
    return theirs > 0 ? Math.min(theirs, ours) : ours
  }
  return {
    lock: stricter('lock_timeout', limits.lock),
    statement: stricter('statement_timeout', limits.statement),
    rest: stricter('idle_in_transaction_session_timeout', limits.rest),
  }
}
