import type { ChunkClaim, MoveChunk, MoveChunkStore, Unavailable, UserPoolId } from '@keepsake/domain'
import { ok, Result } from 'neverthrow'
import type { Session } from '../../storage-over.ts'
import type { Dialect } from '../dialect.ts'
import { firstRow, hasChanged, type SqlView } from '../view.ts'
import { toChunk, toChunkRow, toRefused, toRefusedRow } from './chunk-rows.ts'
import { chunkStatements, type ChunkStatements } from './chunk-statements.ts'

/** The chunks of a pool's moves in an SQL database, and their refused rows. */
export const sqlMoveChunks = (
  session: Session<SqlView>,
  pool: UserPoolId,
  dialect: Dialect,
): MoveChunkStore => {
  const sql = chunkStatements(pool, dialect)
  return {
    addChunks: (chunks) =>
      session.write(async (view) => {
        await view.insertAll(
          'keepsake_move_chunks',
          chunks.map((chunk) => toChunkRow(chunk, pool)),
        )
        return ok()
      }),
    listChunks: (query) =>
      session
        .readOne(async (view) => (await view.run(sql.list(query))).rows)
        .andThen((rows) => Result.combine(rows.map(toChunk))),
    claimChunk: (given) => session.write((view) => claim(view, given, sql)),
    renewLease: (claimed, leaseUntil) =>
      session.writeOne(async (view) =>
        ok((await hasChanged(view, sql.renew(claimed, leaseUntil))) ? 'renewed' : 'lost'),
      ),
    releaseChunk: (claimed) =>
      session.writeOne(async (view) => {
        await view.run(sql.release(claimed))
        return ok()
      }),
    advance: (claimed, counts) =>
      session.write(async (view) => {
        if ((await firstRow(view, sql.running(claimed.move))) === undefined) return ok('lost')
        return ok((await hasChanged(view, sql.finish(claimed, counts))) ? 'advanced' : 'lost')
      }),
    putRefused: (move, chunk, refused) =>
      session.write(async (view) => {
        await view.run(sql.dropRefused(move, chunk))
        await view.insertAll(
          'keepsake_refused_move_rows',
          refused.map((each) => toRefusedRow(each, pool)),
        )
        return ok()
      }),
    listRefused: (query) =>
      session
        .readOne(async (view) => (await view.run(sql.listRefused(query))).rows)
        .andThen((rows) => Result.combine(rows.map(toRefused))),
    countRefused: (move) =>
      session.readOne(async (view) => (await firstRow(view, sql.countRefused(move)))?.refused ?? 0),
  }
}

/** A chunk whose record is damaged is not claimed: its attempt is not counted, and no other chunk takes its place. */
const claim = async (
  view: SqlView,
  given: ChunkClaim,
  sql: ChunkStatements,
): Promise<Result<MoveChunk | undefined, Unavailable>> => {
  const row = await firstRow(view, sql.claimable(given))
  if (row === undefined) return ok(undefined)
  const attempt = row.attempt + 1
  const { move_id: move, chunk_no: no } = row
  await view.run(sql.lease({ move, no, attempt }, given))
  return toChunk({ ...row, attempt, holder: given.holder, lease_until: given.leaseUntil })
}
