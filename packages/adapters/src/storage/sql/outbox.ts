import type { Instant, Outbox, OutboxItem, OutboxSummary, Posted, UserPoolId } from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Session } from '../storage-over.ts'
import type { Dialect } from './dialect.ts'
import { toItem, toOutboxRow, toPosted } from './outbox-rows.ts'
import {
  outboxStatements,
  type OutboxRow,
  type OutboxStatements,
  type OutboxTable,
} from './outbox-statements.ts'
import { firstRow, type SqlView, type Statement } from './view.ts'

/** What a pool has to tell, in a table of an SQL database. */
export const sqlOutbox = <Item extends OutboxItem>(
  table: OutboxTable,
  session: Session<SqlView>,
  pool: UserPoolId,
  dialect: Dialect,
): Outbox<Item> => {
  const sql = outboxStatements(table, pool, dialect)
  const changed = (statement: Statement<unknown>): ReturnType<Outbox<Item>['forgetSent']> =>
    session.writeOne(async (view) => ok((await view.run(statement)).changes))
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
    claim: (limit, now, leaseUntil) =>
      session.write(async (view) => {
        const rows = await dueRows(view, limit, now, sql)
        if (rows.length > 0)
          await view.run(
            sql.lease(
              rows.map(({ id }) => id),
              leaseUntil,
            ),
          )
        return ok(rows.map((row) => ({ item: toItem(row) as Item, attempt: row.attempts + 1 })))
      }),
    markSent: (id, at) => done(sql.markSent(id, at)),
    postpone: (id, attempt, dueAt, failure) => done(sql.postpone(id, attempt, dueAt, failure)),
    bury: (id, attempt, at, failure) => done(sql.bury(id, attempt, at, failure)),
    redrive: (ids, now) => changed(sql.redrive(ids, now)),
    list: (query) =>
      session.readOne(async (view) =>
        (await view.run(sql.list(query))).rows.map((row) => toPosted(row) as Posted<Item>),
      ),
    summary: () => session.readOne((view) => summary(view, sql)),
    forgetSent: (before) => changed(sql.forgetSent(before)),
  }
}

/** Looked for by themselves, so that each look is one walk along the index of what waits. */
const dueRows = async (
  view: SqlView,
  limit: number,
  now: Instant,
  sql: OutboxStatements,
): Promise<readonly OutboxRow[]> => {
  const { rows: due } = await view.run(sql.due(limit, now, 'due'))
  if (due.length >= limit) return due
  const { rows: overdue } = await view.run(sql.due(limit - due.length, now, 'overdue'))
  return [...due, ...overdue]
}

const summary = async (view: SqlView, sql: OutboxStatements): Promise<OutboxSummary> => {
  const row = await firstRow(view, sql.summary())
  return {
    waiting: row?.waiting ?? 0,
    sent: row?.sent ?? 0,
    dead: row?.dead ?? 0,
    ...((row?.oldest ?? null) !== null && { oldestWaiting: row?.oldest ?? 0 }),
  }
}
