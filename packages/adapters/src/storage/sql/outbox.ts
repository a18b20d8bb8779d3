import type { Claimed, DamagedItem, Outbox, OutboxClaim, OutboxItem, UserPoolId } from '@keepsake/domain'
import type { Check } from '@keepsake/domain/guard'
import { ok, okAsync, type Result } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import type { Dialect } from './dialect.ts'
import { attemptsOf, toItem, toOutboxRow, toEntry } from './outbox-rows.ts'
import {
  outboxStatements,
  type OutboxRow,
  type OutboxStatements,
  type OutboxTable,
} from './outbox-statements.ts'
import { outboxSummary } from './outbox-summary.ts'
import { hasChanged, type SqlView, type Statement } from './view.ts'

/** What a pool has to send, in a table of an SQL database. */
export const sqlOutbox = <Item extends OutboxItem>(
  table: OutboxTable,
  isItem: Check<Item>,
  session: Session<SqlView>,
  pool: UserPoolId,
  dialect: Dialect,
): Outbox<Item> => {
  const sql = outboxStatements(table, pool, dialect)
  const changed = (statement: Statement<unknown>): ReturnType<Outbox<Item>['forgetSent']> =>
    session.writeOne(async (view) => ok((await view.run(statement)).changes))
  const take = async (
    view: SqlView,
    { leaseUntil, ...due }: OutboxClaim,
  ): Promise<Result<readonly Claimed<Item | DamagedItem>[], never>> => {
    const rows = await dueRows(view, due, sql)
    const ids = rows.map(({ id }) => id)
    if (ids.length > 0) await view.run(sql.lease(ids, leaseUntil))
    return ok(rows.map((row) => ({ item: toItem(row, isItem), attempt: attemptsOf(row) + 1 })))
  }
  const done = (statement: Statement<unknown>): ReturnType<Outbox<Item>['markSent']> =>
    changed(statement).map(() => undefined)
  return {
    addAll: (items) =>
      session.write(async (view) => {
        await view.insertAll(
          table,
          items.map((item) => toOutboxRow(item, pool)),
        )
        return ok()
      }),
    // A delivery process asks again and again: if nothing is due, no other caller has to wait for that.
    claim: (claim) =>
      session
        .readOne(async (view) => (await view.run(sql.anyDue(claim))).rows.length > 0)
        .andThen((isAnyDue) => (isAnyDue ? session.write((view) => take(view, claim)) : okAsync([]))),
    markSent: (id, at) => done(sql.markSent(id, at)),
    postpone: (id, attempt, dueAt, why) => done(sql.postpone(id, attempt, dueAt, why)),
    bury: (id, attempt, at, why) => done(sql.bury(id, attempt, at, why)),
    redrive: (which, now) => changed(sql.redrive(which, now)),
    drop: (which) => changed(sql.drop(which)),
    list: (query) =>
      session.readOne(async (view) =>
        (await view.run(sql.list(query))).rows.map((row) => toEntry(row, isItem)),
      ),
    summary: () => session.read((view) => outboxSummary(view, table, pool, dialect)),
    forgetSent: (before) => changed(sql.forgetSent(before)),
    listSealed: (after, limit) =>
      session.readOne(async (view) =>
        (await view.run(sql.sealed(after, limit))).rows.map((row) => toItem(row, isItem)),
      ),
    reseal: (id, from, to) =>
      session.writeOne(async (view) =>
        ok((await hasChanged(view, sql.reseal(id, from, to))) ? 'resealed' : 'overtaken'),
      ),
  }
}

/** Searched separately, so that each search reads one range of the index of waiting items. */
const dueRows = async (
  view: SqlView,
  claim: Omit<OutboxClaim, 'leaseUntil'>,
  sql: OutboxStatements,
): Promise<readonly OutboxRow[]> => {
  const { rows: due } = await view.run(sql.due(claim, 'due'))
  if (due.length >= claim.limit) return due
  const { rows: overdue } = await view.run(sql.due({ ...claim, limit: claim.limit - due.length }, 'overdue'))
  return [...due, ...overdue]
}
