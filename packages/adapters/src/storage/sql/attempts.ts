import {
  countAttempt,
  giveBack,
  takeBack,
  type AttemptKind,
  type AttemptsInARow,
  type AttemptStore,
  type CountedAttempt,
  type Reservation,
  type UserPoolId,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Horizon } from '../horizon.ts'
import type { Session } from '../storage-over.ts'
import { bytesOf } from './bytes.ts'
import type { Dialect } from './dialect.ts'
import type { RowOf } from './tables.ts'
import { firstRow, hasChanged, type SqlView, type Statement } from './view.ts'

const table = 'keepsake_attempts'

/** The attempts in a pool in an SQL database. */
export const sqlAttempts = (
  session: Session<SqlView>,
  pool: UserPoolId,
  { db, deleteExpired }: Dialect,
  horizon: Horizon,
): AttemptStore => {
  const sql: Statements = {
    find: ({ kind, attempt_key }) =>
      db
        .selectFrom(table)
        .select(['made', 'open_at', 'forget_at', 'marks'])
        .where('user_pool_id', '=', pool)
        .where('kind', '=', kind)
        .where('attempt_key', '=', attempt_key),
    replace: ({ kind, attempt_key }, from, to) =>
      db
        .updateTable(table)
        .set(to)
        .where('user_pool_id', '=', pool)
        .where('kind', '=', kind)
        .where('attempt_key', '=', attempt_key)
        .where('made', '=', from.made)
        .where('open_at', '=', from.open_at)
        .where('forget_at', '=', from.forget_at)
        .where('marks', '=', from.marks),
    remove: ({ kind, attempt_key }, from) =>
      db
        .deleteFrom(table)
        .where('user_pool_id', '=', pool)
        .where('kind', '=', kind)
        .where('attempt_key', '=', attempt_key)
        .where('made', '=', from.made)
        .where('open_at', '=', from.open_at)
        .where('forget_at', '=', from.forget_at)
        .where('marks', '=', from.marks),
  }
  const rowOf = (kind: AttemptKind, key: string): Place => ({
    user_pool_id: pool,
    kind,
    attempt_key: bytesOf(key),
  })
  return {
    reserve: (kind, key, limit, now, mark) =>
      session.writeOne(async (view) => {
        await view.run(
          deleteExpired({
            table,
            key: ['kind', 'attempt_key'],
            column: 'forget_at',
            pool,
            before: horizon(now) + 1,
          }),
        )
        const count = (row: AttemptsInARow | undefined): CountedAttempt => countAttempt(row, limit, now, mark)
        return ok(await reserve(view, rowOf(kind, key), count, sql))
      }),
    giveBack: (kind, key, attempts, allowance, now) =>
      session.writeOne(async (view) => {
        const place = rowOf(kind, key)
        await change(view, place, (row) => giveBack(row, attempts, allowance, now), sql)
        return ok()
      }),
    takeBack: (kind, key, mark, limit, now) =>
      session.writeOne(async (view) => {
        await change(view, rowOf(kind, key), (row) => takeBack(row, mark, limit, now), sql)
        return ok()
      }),
    clear: (kind, key) =>
      session.writeOne(async (view) => ok((await change(view, rowOf(kind, key), nothing, sql))?.made ?? 0)),
  }
}

type Count = Pick<RowOf<typeof table>, 'made' | 'open_at' | 'forget_at' | 'marks'>
type Place = Omit<RowOf<typeof table>, keyof Count>

type Statements = {
  readonly find: (place: Place) => Statement<Count>
  /** Replaces what was found, if it is still there: of two at the same time, one counts, and the other looks again. */
  readonly replace: (place: Place, from: Count, to: Count) => Statement<unknown>
  /** The same, but removes it. */
  readonly remove: (place: Place, from: Count) => Statement<unknown>
}

const nothing = (): undefined => undefined

/** Looks again each time that another attempt was counted in between; the limit bounds how often that happens. */
const reserve = async (
  view: SqlView,
  place: Place,
  count: (row: AttemptsInARow | undefined) => CountedAttempt,
  sql: Statements,
): Promise<Reservation> => {
  for (;;) {
    const found = await firstRow(view, sql.find(place))
    const counted = count(found && toRow(found))
    if (!counted.granted) return counted
    const next = toCount(counted.row)
    const isCounted =
      found === undefined
        ? await view.insertNew(table, [{ ...place, ...next }])
        : await hasChanged(view, sql.replace(place, found, next))
    if (isCounted) return { granted: true }
  }
}

/**
 * Replaces a row, if there is one, by the row that follows from it, and answers the old row. Looks again if the row was
 * changed meanwhile.
 */
const change = async (
  view: SqlView,
  place: Place,
  next: (row: AttemptsInARow) => AttemptsInARow | undefined,
  sql: Statements,
): Promise<AttemptsInARow | undefined> => {
  for (;;) {
    const found = await firstRow(view, sql.find(place))
    if (found === undefined) return undefined
    const row = toRow(found)
    const to = next(row)
    if (to === row) return row
    const statement = to === undefined ? sql.remove(place, found) : sql.replace(place, found, toCount(to))
    if (await hasChanged(view, statement)) return row
  }
}

const toRow = ({ made, open_at: opening, forget_at: forgetAt, marks }: Count): AttemptsInARow => ({
  made,
  openAt: opening,
  forgetAt,
  ...(marks === '' ? {} : { marks: marks.split(separator) }),
})

const toCount = ({ made, openAt, forgetAt, marks = [] }: AttemptsInARow): Count => ({
  made,
  open_at: openAt,
  forget_at: forgetAt,
  marks: marks.join(separator),
})

/** Between marks, which have no space. */
const separator = ' '
