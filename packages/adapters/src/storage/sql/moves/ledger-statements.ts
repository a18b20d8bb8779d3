import type { LedgerPlace, LedgerQuery, UserId, UserPoolId } from '@keepsake/domain'
import { sql } from 'kysely'
import { ledgerColumns, type Dialect, type LedgerSqlRow } from '../dialect.ts'
import type { RowOf } from '../tables.ts'
import type { SqlView, Statement } from '../view.ts'

/** The statements on the ledger of a pool. */
export type LedgerStatements = {
  readonly byDigests: (source: string, digests: readonly string[], view: SqlView) => Statement<LedgerSqlRow>
  readonly byUsers: (ids: readonly UserId[], view: SqlView) => Statement<LedgerSqlRow>
  /** Only if the row still has this revision. */
  readonly update: (from: number, to: RowOf<'keepsake_move_rows'>) => Statement<unknown>
  readonly remove: (source: string, digests: readonly string[]) => Statement<unknown>
  readonly list: (query: LedgerQuery) => Statement<LedgerSqlRow>
  readonly count: (source: string) => Statement<{ readonly outcome: string; readonly counted: number }>
  /** The digests of rows in their order. */
  readonly digests: (
    query: Pick<LedgerQuery, 'source' | 'after' | 'limit'>,
  ) => Statement<{ readonly key_digest: string }>
  /** Takes what is to be forgotten from the rows up to this digest. */
  readonly forget: (source: string, after: string | undefined, upTo: string) => Statement<unknown>
  /** Rows with before-images: those of one source after a digest, or those of later sources. */
  readonly sealed: (
    after: LedgerPlace,
    where: 'same-source' | 'later-sources',
    limit: number,
  ) => Statement<LedgerSqlRow>
  readonly reseal: (place: LedgerPlace, from: string, to: string | null) => Statement<unknown>
  /** Leaves nothing but their digests of the rows that name one of these users. */
  readonly erase: (ids: readonly string[]) => Statement<unknown>
}

const table = 'keepsake_move_rows'

export const ledgerStatements = (pool: UserPoolId, dialect: Dialect): LedgerStatements => {
  const { db, isAfter, isAmong, isText, ledgerRows, locking } = dialect
  const selected = () => db.selectFrom(table).select(ledgerColumns).where('user_pool_id', '=', pool)
  return {
    byDigests: (source, digests, { isLocking }) => {
      const inOrder = [...new Set(digests)].toSorted()
      if (ledgerRows !== undefined) return ledgerRows(pool, source, inOrder, isLocking)
      const found = selected().where(isText('source', source)).where(isAmong('key_digest', inOrder))
      return isLocking ? found.orderBy('key_digest').modifyEnd(locking) : found
    },
    byUsers: (ids, { isLocking }) => {
      const found = selected().where(isAmong('user_id', ids))
      return isLocking ? found.orderBy('source').orderBy('key_digest').modifyEnd(locking) : found
    },
    update: (from, { user_pool_id: _pool, source, key_digest, ...columns }) =>
      db
        .updateTable(table)
        .set(columns)
        .where('user_pool_id', '=', pool)
        .where('source', '=', source)
        .where('key_digest', '=', key_digest)
        .where('revision', '=', from),
    remove: (source, digests) =>
      db
        .deleteFrom(table)
        .where('user_pool_id', '=', pool)
        .where(isText('source', source))
        .where(isAmong('key_digest', digests)),
    list: ({ source, move, after, limit }) =>
      selected()
        .where(isText('source', source))
        .$if(move !== undefined, (query) => query.where(isText('move_id', move ?? '')))
        .$if(after !== undefined, (query) => query.where(isAfter('key_digest', after ?? '')))
        .orderBy('key_digest')
        .limit(sql.lit(Math.max(0, limit))),
    count: (source) =>
      db
        .selectFrom(table)
        .select(({ fn }) => ['outcome', fn.countAll<number>().as('counted')])
        .where('user_pool_id', '=', pool)
        .where(isText('source', source))
        .groupBy('outcome'),
    digests: ({ source, after, limit }) =>
      db
        .selectFrom(table)
        .select('key_digest')
        .where('user_pool_id', '=', pool)
        .where(isText('source', source))
        .$if(after !== undefined, (query) => query.where(isAfter('key_digest', after ?? '')))
        .orderBy('key_digest')
        .limit(sql.lit(Math.max(0, limit))),
    forget: (source, after, upTo) =>
      db
        .updateTable(table)
        .set((eb) => ({
          revision: eb('revision', '+', 1),
          fingerprint: null,
          field_digests: null,
          before_images: null,
        }))
        .where('user_pool_id', '=', pool)
        .where(isText('source', source))
        .$if(after !== undefined, (query) => query.where(isAfter('key_digest', after ?? '')))
        .where('key_digest', '<=', upTo)
        .where((eb) =>
          eb.or([
            eb('fingerprint', 'is not', null),
            eb('field_digests', 'is not', null),
            eb('before_images', 'is not', null),
          ]),
        ),
    sealed: ({ source, keyDigest }, where, limit) =>
      selected()
        .where('before_images', 'is not', null)
        .$if(where === 'same-source', (query) =>
          query.where(isText('source', source)).where(isAfter('key_digest', keyDigest)),
        )
        .$if(where === 'later-sources', (query) => query.where(isAfter('source', source)))
        .orderBy('source')
        .orderBy('key_digest')
        .limit(sql.lit(Math.max(0, limit))),
    reseal: ({ source, keyDigest }, from, to) =>
      db
        .updateTable(table)
        .set({ before_images: to })
        .where('user_pool_id', '=', pool)
        .where(isText('source', source))
        .where(isText('key_digest', keyDigest))
        .where('before_images', '=', from),
    erase: (ids) =>
      db
        .updateTable(table)
        .set((eb) => ({
          revision: eb('revision', '+', 1),
          source_key: null,
          user_id: null,
          outcome: 'erased',
          move_id: null,
          fingerprint: null,
          field_digests: null,
          version_after: null,
          password_set_at: null,
          before_images: null,
        }))
        .where('user_pool_id', '=', pool)
        .where(isAmong('user_id', ids)),
  }
}
