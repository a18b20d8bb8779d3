import type { Session } from '@keepsake/adapters/storage/kit'
import type { LedgerPlace, LedgerRow, LedgerWrite, LedgerStore } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { PoolDocument } from '../pool-document.ts'
import { among, keyOf, requireUser } from './records.ts'

export const ledgerIn = (session: Session<PoolDocument>): LedgerStore => ({
  findRows: (source, digests) =>
    session.read(({ ledger }) =>
      among(
        ledger,
        digests.map((digest) => keyOf(source, digest)),
      ),
    ),
  findRowsOfUsers: (ids) =>
    session.read(({ ledger }) =>
      [...ledger.values()].filter(({ userId }) => userId !== undefined && ids.includes(userId)),
    ),
  putRows: (writes) =>
    session.write((pool) => {
      const overtaken = writes.filter((write) => !put(pool, write)).map(({ to }) => to.keyDigest)
      return overtaken.length === 0 ? ok() : err({ kind: 'ledger-overtaken', keyDigests: overtaken })
    }),
  removeRows: (source, digests) =>
    session.write(({ ledger }) => {
      for (const digest of digests) ledger.delete(keyOf(source, digest))
      return ok()
    }),
  listRows: ({ source, move, after = '', limit }) =>
    session.read((pool) =>
      rowsOf(pool, source)
        .filter((row) => row.keyDigest > after && (move === undefined || row.move === move))
        .slice(0, Math.max(0, limit)),
    ),
  countRows: (source) =>
    session.read((pool) => {
      const byOutcome = Map.groupBy(rowsOf(pool, source), ({ outcome }) => outcome)
      return Object.fromEntries([...byOutcome].map(([outcome, rows]) => [outcome, rows.length]))
    }),
  forgetRows: (source, after = '', limit) =>
    session.write((pool) => {
      const rows = rowsOf(pool, source)
        .filter(({ keyDigest }) => keyDigest > after)
        .slice(0, Math.max(0, limit))
      for (const row of rows.filter(hasContent)) set(pool, withoutContent(row))
      return ok(rows.length < limit ? undefined : rows.at(-1)?.keyDigest)
    }),
  listSealed: (after, limit) =>
    session.read(({ ledger }) =>
      [...ledger.values()]
        .filter((row) => row.before.length > 0 && (after === undefined || byPlace(row, after) > 0))
        .toSorted(byPlace)
        .slice(0, Math.max(0, limit)),
    ),
  reseal: ({ source, keyDigest }, from, to) =>
    session.write((pool) => {
      const row = pool.ledger.get(keyOf(source, keyDigest))
      if (row === undefined || row.before.length === 0 || keyOf(...row.before) !== keyOf(...from))
        return ok('overtaken')
      set(pool, { ...row, before: to })
      return ok('resealed')
    }),
})

/** Leaves nothing but their digests of the rows that name the user. */
export const eraseRowsOf = (pool: PoolDocument, user: string): void => {
  for (const { source, keyDigest, revision, userId } of pool.ledger.values())
    if (userId === user)
      set(pool, { source, keyDigest, revision: revision + 1, outcome: 'erased', fields: {}, before: [] })
}

const set = ({ ledger }: PoolDocument, row: LedgerRow): void =>
  void ledger.set(keyOf(row.source, row.keyDigest), row)

/** Writes a row if it still has the revision that the write starts from. */
const put = (pool: PoolDocument, { from, to }: LedgerWrite): boolean => {
  if (pool.ledger.get(keyOf(to.source, to.keyDigest))?.revision !== from) return false
  if (to.userId !== undefined) requireUser(pool, to.userId)
  set(pool, to)
  return true
}

const rowsOf = ({ ledger }: PoolDocument, source: string): readonly LedgerRow[] =>
  [...ledger.values()].filter((row) => row.source === source).toSorted(byPlace)

const hasContent = ({ fingerprint, fields, before }: LedgerRow): boolean =>
  fingerprint !== undefined || Object.keys(fields).length > 0 || before.length > 0

const withoutContent = ({ fingerprint: _fingerprint, ...row }: LedgerRow): LedgerRow => ({
  ...row,
  revision: row.revision + 1,
  fields: {},
  before: [],
})

const byPlace = (one: LedgerPlace, other: LedgerPlace): number =>
  byText(one.source, other.source) || byText(one.keyDigest, other.keyDigest)

const byText = (one: string, other: string): number => Number(one > other) - Number(one < other)
