import {
  isDamaged,
  isUnderWay,
  type DamagedMove,
  type Move,
  type MoveId,
  type MoveStore,
  type Unavailable,
  type UserPoolId,
} from '@keepsake/domain'
import { sql } from 'kysely'
import { err, ok, okAsync, type Result } from 'neverthrow'
import type { Session } from '../../storage-over.ts'
import { unreadableRecord } from '../../unreadable-record.ts'
import type { Dialect } from '../dialect.ts'
import { interrupted } from '../interrupted.ts'
import { firstRow, type SqlView, type Statement } from '../view.ts'
import { toMove, toMoveRow, type MoveRow } from './move-rows.ts'

/** The moves of a pool in an SQL database. */
export const sqlMoveRecords = (
  session: Session<SqlView>,
  pool: UserPoolId,
  dialect: Dialect,
): Pick<MoveStore, 'open' | 'find' | 'list' | 'change'> => {
  const statements = moveStatements(pool, dialect)
  return {
    open: (move) =>
      session.write(async (view) =>
        ok((await view.insertNew('keepsake_moves', [toMoveRow(move, pool)])) ? 'opened' : 'taken'),
      ),
    find: (id) =>
      session
        .readOne((view) => firstRow(view, statements.byId(id)))
        .andThen((row) => (row === undefined ? okAsync(undefined) : readable(toMove(row)))),
    list: (query) =>
      session.readOne(async (view) => (await view.run(statements.list(query))).rows.map(toMove)),
    change: (from, to) => session.write(async (view) => ok(await change(view, from, to, pool, statements))),
  }
}

type MoveStatements = {
  readonly byId: (id: MoveId) => Statement<MoveRow>
  readonly lock: (id: MoveId) => Statement<Pick<MoveRow, 'source' | 'version'>>
  readonly list: (query: Parameters<MoveStore['list']>[0]) => Statement<MoveRow>
  readonly update: (to: Move) => Statement<unknown>
  /** The move that is under way. */
  readonly holder: (source: string) => Statement<{ readonly move_id: string }>
  readonly endTurn: (source: string, id: MoveId) => Statement<unknown>
}

const moveStatements = (pool: UserPoolId, { db, isText, locking }: Dialect): MoveStatements => ({
  byId: (id) =>
    db.selectFrom('keepsake_moves').selectAll().where('user_pool_id', '=', pool).where(isText('id', id)),
  lock: (id) =>
    db
      .selectFrom('keepsake_moves')
      .select(['source', 'version'])
      .where('user_pool_id', '=', pool)
      .where(isText('id', id))
      .modifyEnd(locking),
  list: ({ source, before, limit }) =>
    db
      .selectFrom('keepsake_moves')
      .selectAll()
      .where('user_pool_id', '=', pool)
      .$if(source !== undefined, (query) => query.where(isText('source', source ?? '')))
      .$if(before !== undefined, (query) => query.where('move_number', '<', before ?? 0))
      .orderBy('move_number', 'desc')
      .limit(sql.lit(Math.max(0, limit))),
  update: (to) => {
    const { state, version, document } = toMoveRow(to, pool)
    return db
      .updateTable('keepsake_moves')
      .set({ state, version, document })
      .where('user_pool_id', '=', pool)
      .where('id', '=', to.id)
  },
  holder: (source) =>
    db
      .selectFrom('keepsake_running_moves')
      .select('move_id')
      .where('user_pool_id', '=', pool)
      .where('source', '=', source)
      .modifyEnd(locking),
  endTurn: (source, id) =>
    db
      .deleteFrom('keepsake_running_moves')
      .where('user_pool_id', '=', pool)
      .where('source', '=', source)
      .where('move_id', '=', id),
})

const change = async (
  view: SqlView,
  from: number,
  to: Move,
  pool: UserPoolId,
  statements: MoveStatements,
): Promise<'changed' | 'overtaken' | 'busy'> => {
  const present = await firstRow(view, statements.lock(to.id))
  if (present?.version !== from) return 'overtaken'
  const { source } = present
  if (!isUnderWay(to.state)) await view.run(statements.endTurn(source, to.id))
  else if (!(await takeTurn(view, source, to.id, pool, statements))) return 'busy'
  await view.run(statements.update(to))
  return 'changed'
}

/** Makes a move the one of its source that is under way. Answers whether it is. */
const takeTurn = async (
  view: SqlView,
  source: string,
  id: MoveId,
  pool: UserPoolId,
  statements: MoveStatements,
): Promise<boolean> => {
  const turn = { user_pool_id: pool, source, move_id: id }
  if (await view.insertNew('keepsake_running_moves', [turn])) return true
  const holder = await firstRow(view, statements.holder(source))
  // The other move has ended between the two statements.
  if (holder === undefined) throw interrupted
  return holder.move_id === id
}

const readable = (move: Move | DamagedMove): Result<Move, Unavailable> =>
  isDamaged(move) ? err(unreadableRecord(`move ${move.id}`)) : ok(move)
