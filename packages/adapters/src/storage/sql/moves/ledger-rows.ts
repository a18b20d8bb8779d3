import {
  isDamaged,
  type DamagedLedgerRow,
  type LedgerRow,
  type Sealed,
  type Unavailable,
  type UserPoolId,
} from '@keepsake/domain'
import { ledgerRow as isLedgerRow } from '@keepsake/domain/guard'
import { err, ok, type Result } from 'neverthrow'
import { unreadableRecord } from '../../unreadable-record.ts'
import type { LedgerSqlRow } from '../dialect.ts'
import { readRecord } from '../read-record.ts'
import type { RowOf } from '../tables.ts'

export const toLedgerSqlRow = (row: LedgerRow, pool: UserPoolId): RowOf<'keepsake_move_rows'> => ({
  user_pool_id: pool,
  source: row.source,
  key_digest: row.keyDigest,
  revision: row.revision,
  source_key: row.key ?? null,
  user_id: row.userId ?? null,
  outcome: row.outcome,
  move_id: row.move ?? null,
  fingerprint: row.fingerprint ?? null,
  field_digests: Object.keys(row.fields).length === 0 ? null : JSON.stringify(row.fields),
  version_after: row.versionAfter ?? null,
  password_set_at: row.passwordSetAt ?? null,
  before_images: beforeText(row.before),
})

/** Before-images as they are stored; NULL if there are none. */
export const beforeText = (before: readonly Sealed[]): string | null =>
  before.length === 0 ? null : JSON.stringify(before)

/** A row of the ledger as it was written; if it is damaged, a damaged row. */
export const toLedgerRow = (row: LedgerSqlRow): LedgerRow | DamagedLedgerRow =>
  readRecord(row, ledgerRowOf, isLedgerRow) ?? {
    source: row.source,
    keyDigest: row.key_digest,
    damaged: true,
  }

const ledgerRowOf = (row: LedgerSqlRow): object => ({
  source: row.source,
  keyDigest: row.key_digest,
  revision: row.revision,
  ...(row.source_key !== null && { key: row.source_key }),
  ...(row.user_id !== null && { userId: row.user_id }),
  outcome: row.outcome,
  ...(row.move_id !== null && { move: row.move_id }),
  ...(row.fingerprint !== null && { fingerprint: row.fingerprint }),
  fields: row.field_digests === null ? {} : (JSON.parse(row.field_digests) as unknown),
  ...(row.version_after !== null && { versionAfter: row.version_after }),
  ...(row.password_set_at !== null && { passwordSetAt: row.password_set_at }),
  before: row.before_images === null ? [] : (JSON.parse(row.before_images) as unknown),
})

/** Rows that were asked for one by one: none of them may be damaged. */
export const toSoundRows = (rows: readonly LedgerSqlRow[]): Result<readonly LedgerRow[], Unavailable> => {
  const sound: LedgerRow[] = []
  for (const row of rows.map(toLedgerRow)) {
    if (isDamaged(row)) return err(unreadableRecord(`row ${row.keyDigest} of source ${row.source}`))
    sound.push(row)
  }
  return ok(sound)
}
