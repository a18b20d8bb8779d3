import type { MoveStore, UserPoolId } from '@keepsake/domain'
import type { Session } from '../../storage-over.ts'
import type { Dialect } from '../dialect.ts'
import type { SqlView } from '../view.ts'
import { sqlMoveChunks } from './chunks.ts'
import { sqlLedger } from './ledger.ts'
import { sqlMoveRecords } from './move-records.ts'

/** The moves of a pool in an SQL database. */
export const sqlMoves = (session: Session<SqlView>, pool: UserPoolId, dialect: Dialect): MoveStore => ({
  ...sqlMoveRecords(session, pool, dialect),
  ...sqlMoveChunks(session, pool, dialect),
  ...sqlLedger(session, pool, dialect),
})
