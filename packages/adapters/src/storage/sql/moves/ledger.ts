import type {
  DamagedLedgerRow,
  LedgerOvertaken,
  LedgerPlace,
  LedgerRow,
  LedgerWrite,
  LedgerStore,
  UserPoolId,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { Session } from '../../storage-over.ts'
import type { Dialect } from '../dialect.ts'
import { interrupted } from '../interrupted.ts'
import { hasChanged, type SqlView } from '../view.ts'
import { beforeText, toLedgerRow, toLedgerSqlRow, toSoundRows } from './ledger-rows.ts'
import { ledgerStatements, type LedgerStatements } from './ledger-statements.ts'

/** The ledgers of a pool's sources in an SQL database. */
export const sqlLedger = (session: Session<SqlView>, pool: UserPoolId, dialect: Dialect): LedgerStore => {
  const sql = ledgerStatements(pool, dialect)
  return {
    findRows: (source, digests) =>
      session
        .readOne(async (view) => (await view.run(sql.byDigests(source, digests, view))).rows)
        .andThen(toSoundRows),
    findRowsOfUsers: (ids) =>
      session.readOne(async (view) => (await view.run(sql.byUsers(ids, view))).rows).andThen(toSoundRows),
    putRows: (writes) => session.write((view) => putRows(view, writes, pool, sql)),
    removeRows: (source, digests) =>
      session.writeOne(async (view) => {
        await view.run(sql.remove(source, digests))
        return ok()
      }),
    listRows: (query) =>
      session.readOne(async (view) => (await view.run(sql.list(query))).rows.map(toLedgerRow)),
    countRows: (source) =>
      session.readOne(async (view) =>
        Object.fromEntries(
          (await view.run(sql.count(source))).rows.map(({ outcome, counted }) => [outcome, counted]),
        ),
      ),
    forgetRows: (source, after, limit) =>
      session.write(async (view) => {
        const { rows } = await view.run(sql.digests({ source, limit, ...(after !== undefined && { after }) }))
        const last = rows.at(-1)?.key_digest
        if (last !== undefined) await view.run(sql.forget(source, after, last))
        return ok(rows.length < limit ? undefined : last)
      }),
    listSealed: (after, limit) => session.read((view) => listSealed(view, after, limit, sql)),
    reseal: (place, from, to) =>
      session.writeOne(async (view) => {
        const text = beforeText(from)
        const isDone = text !== null && (await hasChanged(view, sql.reseal(place, text, beforeText(to))))
        return ok(isDone ? 'resealed' : 'overtaken')
      }),
  }
}

/** In an order that is the same for all callers: if two write the same rows, neither waits for the other. */
const putRows = async (
  view: SqlView,
  writes: readonly LedgerWrite[],
  pool: UserPoolId,
  sql: LedgerStatements,
): Promise<Result<void, LedgerOvertaken>> => {
  const inOrder = writes.toSorted((one, other) => byPlace(one.to, other.to))
  const added = inOrder.flatMap(({ from, to }) => (from === undefined ? [to] : []))
  const present = await presentAmong(view, added, sql)
  const overtaken = added.filter((row) => present.has(placeText(row))).map(({ keyDigest }) => keyDigest)
  for (const { from, to } of inOrder)
    if (from !== undefined && !(await hasChanged(view, sql.update(from, toLedgerSqlRow(to, pool)))))
      overtaken.push(to.keyDigest)
  const rows = added.filter((row) => !present.has(placeText(row))).map((row) => toLedgerSqlRow(row, pool))
  if (!(await view.insertNew('keepsake_move_rows', rows))) throw interrupted
  return overtaken.length === 0 ? ok() : err({ kind: 'ledger-overtaken', keyDigests: overtaken })
}

/** The places of those rows that the ledger has already. */
const presentAmong = async (
  view: SqlView,
  rows: readonly LedgerRow[],
  sql: LedgerStatements,
): Promise<ReadonlySet<string>> => {
  const present = new Set<string>()
  for (const [source, some] of Map.groupBy(rows, (row) => row.source)) {
    const digests = some.map(({ keyDigest }) => keyDigest)
    const found = await view.run(sql.byDigests(source, digests, view))
    for (const row of found.rows) present.add(placeText({ source, keyDigest: row.key_digest }))
  }
  return present
}

const placeText = ({ source, keyDigest }: LedgerPlace): string => JSON.stringify([source, keyDigest])

const byPlace = (one: LedgerPlace, other: LedgerPlace): number =>
  byText(one.source, other.source) || byText(one.keyDigest, other.keyDigest)

const byText = (one: string, other: string): number => Number(one > other) - Number(one < other)

/** Searched separately, so that each search reads one range of the primary key. */
const listSealed = async (
  view: SqlView,
  after: LedgerPlace | undefined,
  limit: number,
  sql: LedgerStatements,
): Promise<readonly (LedgerRow | DamagedLedgerRow)[]> => {
  const wanted = Math.max(0, limit)
  const place = after ?? { source: '', keyDigest: '' }
  const { rows } = await view.run(sql.sealed(place, 'same-source', wanted))
  const left = wanted - rows.length
  const later = left > 0 ? (await view.run(sql.sealed(place, 'later-sources', left))).rows : []
  return [...rows, ...later].map(toLedgerRow)
}
