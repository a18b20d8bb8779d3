import type { UserPoolId } from '@keepsake/domain'
import type { Kysely, SelectQueryBuilder } from 'kysely'
import type { Schema } from './tables.ts'

/**
 * The ids of users who have a term: a search term, a department's id or a tenant's. With `to`, a term from `from` up to
 * it.
 */
export const usersOfTerm = (
  db: Pick<Kysely<Schema>, 'selectFrom'>,
  pool: UserPoolId,
  kind: string,
  from: Uint8Array,
  to?: Uint8Array,
): SelectQueryBuilder<Schema, 'keepsake_user_terms', { user_id: string }> =>
  db
    .selectFrom('keepsake_user_terms')
    .select('user_id')
    .where('user_pool_id', '=', pool)
    .where('kind', '=', kind)
    .where('term', to === undefined ? '=' : '>=', from)
    .$if(to !== undefined, (query) => query.where('term', '<', to ?? from))
