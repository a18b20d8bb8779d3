import type {
  LedgerPlace,
  LedgerQuery,
  LedgerRow,
  LedgerWrite,
  LedgerStore,
  Sealed,
  UserId,
} from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { Session } from '../../storage-over.ts'
import { copyOf, recordsAmong, requireUser } from '../records.ts'
import type { Tables } from '../tables.ts'

/** The ledgers of a pool's sources in memory. */
export const memoryLedger = (session: Session<Tables>): LedgerStore => ({
  findRows: (source, digests) =>
    session.read(({ ledger }) =>
      recordsAmong(
        ledger,
        digests.map((keyDigest) => placeText({ source, keyDigest })),
      ),
    ),
  findRowsOfUsers: (ids) => session.read((tables) => rowsOfUsers(tables, ids)),
  putRows: (writes) =>
    session.write((tables) => {
      const overtaken = writes.filter((write) => !put(tables, write)).map(({ to }) => to.keyDigest)
      return overtaken.length === 0 ? ok() : err({ kind: 'ledger-overtaken', keyDigests: overtaken })
    }),
  removeRows: (source, digests) =>
    session.write((tables) => {
      for (const keyDigest of digests) replace(tables, placeText({ source, keyDigest }), undefined)
      return ok()
    }),
  listRows: ({ move, ...query }) =>
    session.read((tables) =>
      rowsAfter(tables, query)
        .filter((row) => move === undefined || row.move === move)
        .slice(0, Math.max(0, query.limit)),
    ),
  countRows: (source) =>
    session.read((tables) => {
      const rows = rowsIn(tables).filter((row) => row.source === source)
      const byOutcome = Map.groupBy(rows, ({ outcome }) => outcome)
      return Object.fromEntries([...byOutcome].map(([outcome, some]) => [outcome, some.length]))
    }),
  forgetRows: (source, after, limit) =>
    session.write((tables) => {
      const rows = rowsAfter(tables, { source, ...(after !== undefined && { after }) }).slice(
        0,
        Math.max(0, limit),
      )
      for (const row of rows.filter(hasContent)) replace(tables, placeText(row), withoutContent(row))
      return ok(rows.length < limit ? undefined : rows.at(-1)?.keyDigest)
    }),
  listSealed: (after, limit) =>
    session.read((tables) =>
      rowsIn(tables)
        .filter((row) => row.before.length > 0 && (after === undefined || byPlace(row, after) > 0))
        .toSorted(byPlace)
        .slice(0, Math.max(0, limit)),
    ),
  reseal: (place, from, to) =>
    session.write((tables) => {
      const row = tables.ledger.get(placeText(place))
      if (row === undefined || row.before.length === 0 || !areSame(row.before, from)) return ok('overtaken')
      replace(tables, placeText(place), { ...row, before: [...to] })
      return ok('resealed')
    }),
})

/** Leaves nothing but their digests of the ledger's rows that name the user. */
export const eraseLedgerRows = (tables: Tables, user: UserId): void => {
  for (const { source, keyDigest, revision } of rowsOfUsers(tables, [user]))
    replace(tables, placeText({ source, keyDigest }), {
      source,
      keyDigest,
      revision: revision + 1,
      outcome: 'erased',
      fields: {},
      before: [],
    })
}

const placeText = ({ source, keyDigest }: LedgerPlace): string => JSON.stringify([source, keyDigest])

const rowsIn = ({ ledger }: Tables): readonly LedgerRow[] => [...ledger.entries()].map(([, row]) => row)

const rowsOfUsers = (tables: Tables, ids: readonly UserId[]): readonly LedgerRow[] =>
  recordsAmong(tables.ledger, recordsAmong(tables.ledgerOfUsers, ids).flat())

/** The rows of a source after a digest, in the order of their digests. */
const rowsAfter = (
  tables: Tables,
  { source, after = '' }: Pick<LedgerQuery, 'source' | 'after'>,
): readonly LedgerRow[] =>
  rowsIn(tables)
    .filter((row) => row.source === source && row.keyDigest > after)
    .toSorted(byPlace)

/** Writes a row if it still has the revision that the write starts from. */
const put = (tables: Tables, { from, to }: LedgerWrite): boolean => {
  const place = placeText(to)
  if (tables.ledger.get(place)?.revision !== from) return false
  if (to.userId !== undefined) requireUser(tables, to.userId)
  replace(tables, place, copyOf(to))
  return true
}

/** Replaces a row, also among those of its user. */
const replace = (tables: Tables, place: string, row: LedgerRow | undefined): void => {
  const { ledger, ledgerOfUsers } = tables
  const before = ledger.get(place)?.userId
  if (before !== undefined && before !== row?.userId) {
    const others = (ledgerOfUsers.get(before) ?? []).filter((each) => each !== place)
    ledgerOfUsers.put(before, others.length === 0 ? undefined : others)
  }
  if (row?.userId !== undefined && before !== row.userId)
    ledgerOfUsers.put(row.userId, [...(ledgerOfUsers.get(row.userId) ?? []), place])
  ledger.put(place, row)
}

const hasContent = ({ fingerprint, fields, before }: LedgerRow): boolean =>
  fingerprint !== undefined || Object.keys(fields).length > 0 || before.length > 0

const withoutContent = ({ fingerprint: _fingerprint, ...row }: LedgerRow): LedgerRow => ({
  ...row,
  revision: row.revision + 1,
  fields: {},
  before: [],
})

const areSame = (some: readonly Sealed[], others: readonly Sealed[]): boolean =>
  some.length === others.length && some.every((each, index) => each === others[index])

const byPlace = (one: LedgerPlace, other: LedgerPlace): number =>
  byText(one.source, other.source) || byText(one.keyDigest, other.keyDigest)

const byText = (one: string, other: string): number => Number(one > other) - Number(one < other)
