import {
  sealed,
  type LedgerRow,
  type Move,
  type MoveChunk,
  type MoveId,
  type PoolStorage,
  type RecordPosition,
  type RefusedMoveRow,
  type UserId,
} from '@keepsake/domain'
import { valueOf } from './case.ts'
import { anEntry, madeAt, newId } from './records.ts'

let moves = 0

/** A planned move of a source of its own, with the next number of this process. */
export const aMove = (over: Partial<Move> = {}): Move => {
  const number = over.number ?? (moves += 1)
  return {
    id: `m${number}`,
    number,
    source: `source-${newId()}`,
    state: 'planned',
    version: 0,
    plannedAt: madeAt,
    input: { from: 'ndjson', name: 'users.ndjson.gz', digest: `digest-${number}` },
    rules: '{"missing":"report"}',
    rulesDigest: 'rules-digest',
    plan: { rows: 3, counts: { new: 2, refused: 1 } },
    ...over,
  }
}

/** The place of a row in an input of rows that are 100 bytes long. */
export const aPosition = (row: number): RecordPosition => ({
  row,
  line: row + 1,
  column: 1,
  byte: 100 * row,
})

/** A waiting chunk of ten rows. */
export const aChunk = (move: MoveId, no: number, over: Partial<MoveChunk> = {}): MoveChunk => ({
  move,
  no,
  work: { kind: 'rows', from: aPosition(10 * no), first: 10 * no, rows: 10 },
  state: 'waiting',
  attempt: 0,
  counts: {},
  ...over,
})

/** A refused row of a move. */
export const aRefusedRow = (move: MoveId, chunk: number, row: number): RefusedMoveRow => ({
  move,
  chunk,
  row,
  position: aPosition(row),
  issues: [{ code: 'user.email_malformed', path: ['email'] }],
})

/** A row of a ledger with every field there is. It is the first of its key, and names this user. */
export const aLedgerRow = (user: UserId, over: Partial<LedgerRow> = {}): LedgerRow => ({
  source: 'source-1',
  keyDigest: `key-1.${newId()}`,
  revision: 1,
  key: `legacy|${user}`,
  userId: user,
  outcome: 'created',
  move: 'm1',
  fingerprint: `key-1.fingerprint-${newId()}`,
  fields: { email: 'digest-1', 'customData.level': 'digest-2' },
  versionAfter: 3,
  passwordSetAt: madeAt,
  before: [sealed('v1.key-1.nonce.one.tag'), sealed('v1.key-1.nonce.two.tag')],
  ...over,
})

/** What is left of a row once its user was removed. */
export const erasedRow = ({ source, keyDigest, revision }: LedgerRow): LedgerRow => ({
  source,
  keyDigest,
  revision: revision + 1,
  outcome: 'erased',
  fields: {},
  before: [],
})

/** A running move with this many waiting chunks. */
export const aRunningMove = async (
  pool: PoolStorage,
  chunks: number,
  over: Partial<Move> = {},
): Promise<Move> => {
  const planned = aMove(over)
  const running: Move = { ...planned, state: 'running', version: 1, startedAt: madeAt + 1 }
  await valueOf(pool.moves.open(planned))
  await valueOf(pool.moves.addChunks(Array.from({ length: chunks }, (_, no) => aChunk(planned.id, no))))
  await valueOf(pool.moves.change(0, running))
  return running
}

/** Adds a user, and answers its id. */
export const oneUser = async (pool: PoolStorage): Promise<UserId> => {
  const entry = anEntry()
  await valueOf(pool.users.insertAll([entry]))
  return entry.user.id
}

/** Writes rows of a ledger that are all new. */
export const addRows = (pool: PoolStorage, rows: readonly LedgerRow[]): Promise<void> =>
  valueOf(pool.moves.putRows(rows.map((to) => ({ from: undefined, to }))))
