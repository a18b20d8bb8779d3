import {
  isDamaged,
  type DamagedLedgerRow,
  type LedgerRow,
  type LedgerWrite,
  type MoveStore,
  type Stores,
  type Unavailable,
} from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { meanwhile, withStore, withStores, type BrokenStorage } from './broken-storage.ts'

const ofOneRevision = 'ledger: if one row has another revision, no row is written'
const byBytes = 'ledger: rows are listed byte by byte by their digests, page by page'
const mapStays = 'ledger contents: what is forgotten leaves the map of keys to users'
const resealed = 'ledger contents: before-images are sealed anew once, and nothing else is another'
const erased = 'ledger contents: of users who are removed, nothing but digests is left'

type AnyRow = LedgerRow | DamagedLedgerRow

/** Shows every row of a ledger as another one. */
const showsAs = (
  moves: MoveStore,
  change: (row: LedgerRow) => LedgerRow,
): Pick<MoveStore, 'listRows' | 'findRows'> => ({
  listRows: (query) =>
    moves.listRows(query).map((rows) => rows.map((row) => (isDamaged<AnyRow>(row) ? row : change(row)))),
  findRows: (...given) => moves.findRows(...given).map((rows) => rows.map(change)),
})

/** The revisions that rows have now, by digest. */
const revisions = (
  moves: MoveStore,
  writes: readonly LedgerWrite[],
): ResultAsync<ReadonlyMap<string, number>, Unavailable> =>
  ResultAsync.combine(writes.map(({ to }) => moves.findRows(to.source, [to.keyDigest]))).map(
    (found) => new Map(found.flat().map(({ keyDigest, revision }) => [keyDigest, revision])),
  )

const overtaken = (writes: readonly LedgerWrite[]) =>
  ({ kind: 'ledger-overtaken', keyDigests: writes.map(({ to }) => to.keyDigest) }) as const

/** Writes rows whatever is there. */
const put = (moves: MoveStore, writes: readonly LedgerWrite[]): ReturnType<MoveStore['putRows']> =>
  revisions(moves, writes).andThen((present) =>
    moves.putRows(writes.map(({ to }) => ({ from: present.get(to.keyDigest), to }))),
  )

/** A removal of users that keeps what it is told to keep of the ledger's rows. */
const keepingOfRemoved = (
  { users, moves }: Stores,
  kept: (before: LedgerRow, after: LedgerRow) => LedgerRow,
): Partial<Stores> => {
  const before = new Map<string, LedgerRow>()
  const nameOf = ({ source, keyDigest }: LedgerRow): string => `${source} ${keyDigest}`
  return {
    users: {
      ...users,
      removeAll: (ids) =>
        moves.findRowsOfUsers(ids).andThen((rows) => {
          for (const row of rows) before.set(nameOf(row), row)
          return users.removeAll(ids)
        }),
    },
    moves: {
      ...moves,
      ...showsAs(moves, (row) => {
        const former = before.get(nameOf(row))
        return former === undefined || row.outcome !== 'erased' ? row : kept(former, row)
      }),
    },
  }
}

export const brokenLedgers: readonly BrokenStorage[] = [
  withStore('moves', 'writes rows whatever their revision is', ofOneRevision, (moves) => ({
    putRows: (writes) => put(moves, writes),
  })),

  withStore('moves', 'writes those rows of a list that nobody has overtaken', ofOneRevision, (moves) => ({
    putRows: (writes) =>
      ResultAsync.combine(
        writes.map((write) =>
          moves
            .putRows([write])
            .map((): readonly LedgerWrite[] => [])
            .orElse((error) => (error.kind === 'unavailable' ? errAsync(error) : okAsync([write]))),
        ),
      ).andThen((lost) => (lost.flat().length === 0 ? okAsync() : errAsync(overtaken(lost.flat())))),
  })),

  withStore('moves', 'names every row of a call as overtaken', ofOneRevision, (moves) => ({
    putRows: (writes) =>
      moves.putRows(writes).mapErr((error) => (error.kind === 'unavailable' ? error : overtaken(writes))),
  })),

  withStore(
    'moves',
    'looks at the revisions of rows, and then writes them',
    'ledger: of many calls that write the same rows at one moment, one succeeds',
    (moves) => ({
      putRows: (writes) =>
        revisions(moves, writes)
          .andThen(meanwhile)
          .andThen((present) => {
            const lost = writes.filter(({ from, to }) => present.get(to.keyDigest) !== from)
            return lost.length === 0 ? put(moves, writes) : errAsync(overtaken(lost))
          }),
    }),
  ),

  withStore(
    'moves',
    'takes rows of users that do not exist',
    'ledger: a row names only users that exist',
    (moves) => ({
      putRows: (writes) =>
        moves.putRows(writes).orElse((error) => (error.kind === 'unavailable' ? okAsync() : errAsync(error))),
    }),
  ),

  withStore(
    'moves',
    'answers a row as often as it is asked for',
    'ledger: each row comes back as it was, with absent fields absent',
    (moves) => ({
      findRows: (source, digests) =>
        moves
          .findRows(source, digests)
          .map((rows) => digests.flatMap((digest) => rows.filter(({ keyDigest }) => keyDigest === digest))),
    }),
  ),

  withStore(
    'moves',
    'goes on finding a row by the user that it named before',
    'ledger: a write takes the place of the revision that it was made from',
    (moves) => {
      const named = new Map<string, LedgerRow[]>()
      return {
        putRows: (writes) => {
          for (const { to } of writes)
            if (to.userId !== undefined) named.set(to.userId, [...(named.get(to.userId) ?? []), to])
          return moves.putRows(writes)
        },
        findRowsOfUsers: (ids) => okAsync(ids.flatMap((id) => named.get(id) ?? [])),
      }
    },
  ),

  withStore(
    'moves',
    'removes the rows of a digest from every source',
    'ledger: rows that are removed are gone, and no others',
    (moves) => ({
      removeRows: (_, digests) =>
        ResultAsync.combine(['source-1', 'source-2'].map((source) => moves.removeRows(source, digests))).map(
          () => undefined,
        ),
    }),
  ),

  withStore('moves', 'lists rows in the order of a language', byBytes, (moves) => ({
    listRows: ({ limit, ...query }) =>
      moves
        .listRows({ ...query, limit: 99 })
        .map((rows) =>
          rows
            .toSorted((one, other) => one.keyDigest.localeCompare(other.keyDigest, 'en'))
            .slice(0, Math.max(0, limit)),
        ),
  })),

  withStore('moves', 'lists the rows of every move', byBytes, (moves) => ({
    listRows: ({ move: _move, ...query }) => moves.listRows(query),
  })),

  withStore(
    'moves',
    'counts the rows of all sources together',
    'ledger: the rows of a source are counted by their outcome',
    (moves) => ({
      countRows: (source) =>
        ResultAsync.combine(['source-1', source].map((each) => moves.countRows(each))).map((counts) =>
          Object.assign({}, ...counts),
        ),
    }),
  ),

  withStore(
    'moves',
    'remembers a row as it was read first',
    'ledger: a row that was read stays as read until the transaction ends',
    (moves) => {
      const read = new Map<string, readonly LedgerRow[]>()
      return {
        findRows: (source, digests) => {
          const name = JSON.stringify([source, digests])
          return moves.findRows(source, digests).map((rows) => {
            read.set(name, read.get(name) ?? rows.map((row) => ({ ...row, revision: 0 })))
            return read.get(name) ?? []
          })
        },
      }
    },
  ),

  withStore('moves', 'forgets the users along with what a source has brought', mapStays, (moves) =>
    showsAs(moves, ({ userId, ...row }) =>
      row.fingerprint === undefined || userId === undefined ? row : { ...row, userId },
    ),
  ),

  withStore('moves', 'forgets fingerprints alone', mapStays, (moves) => {
    const brought = new Map<string, LedgerRow['fields']>()
    return {
      putRows: (writes) => {
        for (const { to } of writes) brought.set(to.keyDigest, to.fields)
        return moves.putRows(writes)
      },
      ...showsAs(moves, (row) => ({ ...row, fields: brought.get(row.keyDigest) ?? row.fields })),
    }
  }),

  withStore(
    'moves',
    'forgets all rows of a source at once',
    'ledger contents: they are forgotten page by page, each once',
    (moves) => ({ forgetRows: (source) => moves.forgetRows(source, undefined, 99) }),
  ),

  withStore(
    'moves',
    'lists rows by their digests alone',
    'ledger contents: rows with before-images are listed by source and digest',
    (moves) => ({
      listSealed: (after, limit) =>
        moves.listSealed(undefined, 99).map((rows) =>
          rows
            .toSorted((one, other) => (one.keyDigest < other.keyDigest ? -1 : 1))
            .filter(({ keyDigest }) => keyDigest > (after?.keyDigest ?? ''))
            .slice(0, Math.max(0, limit)),
        ),
    }),
  ),

  withStore('moves', 'seals before-images anew whatever they are by now', resealed, (moves) => ({
    reseal: (place, _, to) =>
      moves
        .findRows(place.source, [place.keyDigest])
        .andThen(([row]) =>
          row === undefined ? okAsync('overtaken' as const) : moves.reseal(place, row.before, to),
        ),
  })),

  withStore('moves', 'says that it has sealed before-images anew', resealed, () => ({
    reseal: () => okAsync('resealed'),
  })),

  withStores('leaves the rows of removed users', erased, (stores) =>
    keepingOfRemoved(stores, (before) => before),
  ),

  withStores('leaves the keys of removed users in their source', erased, (stores) =>
    keepingOfRemoved(stores, ({ key }, after) => ({ ...after, ...(key !== undefined && { key }) })),
  ),

  withStores('removes the rows of removed users, digests and all', erased, ({ users, moves }) => ({
    users: {
      ...users,
      removeAll: (ids) =>
        moves
          .findRowsOfUsers(ids)
          .andThen((rows) =>
            users
              .removeAll(ids)
              .andThen((removed) =>
                ResultAsync.combine(
                  rows.map(({ source, keyDigest }) => moves.removeRows(source, [keyDigest])),
                ).map(() => removed),
              ),
          ),
    },
  })),

  withStores(
    'erases a row that has given up its user before',
    'ledger contents: a row that gave up its user before stays when the user goes',
    ({ moves }) => ({
      moves: {
        ...moves,
        ...showsAs(moves, (row) => (row.userId === undefined ? { ...row, outcome: 'erased' } : row)),
      },
    }),
  ),
]
