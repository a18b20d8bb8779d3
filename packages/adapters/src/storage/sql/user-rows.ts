import {
  userId,
  type DamagedUser,
  type User,
  type UserEntry,
  type UserPoolId,
  type UserStatus,
} from '@keepsake/domain'
import { user as isUser } from '@keepsake/domain/guard'
import { readDocument, writeDocument } from '../kept-record.ts'
import { bytesOf } from './bytes.ts'
import { findableOf, writeFindable } from './findable.ts'
import { readRecord } from './read-record.ts'
import type { RowOf } from './tables.ts'
import type { UserRow } from './user-statements.ts'

export const toUserRow = (entry: UserEntry, pool: UserPoolId): RowOf<'keepsake_users'> => {
  const { id, version, status, statusChangedAt, createdAt, updatedAt, signIns, ...document } = entry.user
  return {
    user_pool_id: pool,
    id,
    version,
    status,
    status_changed_at: statusChangedAt,
    created_at: createdAt,
    updated_at: updatedAt,
    logins_count: signIns.count,
    last_login: signIns.lastAt ?? null,
    last_ip: signIns.lastIp ?? null,
    document: writeDocument(document),
    findable: writeFindable(findableOf(entry)),
  }
}

export const toTermRows = (entry: UserEntry, pool: UserPoolId): readonly RowOf<'keepsake_user_terms'>[] =>
  Object.entries(findableOf(entry).terms).flatMap(([kind, terms]) =>
    terms.map((term) => ({ user_pool_id: pool, kind, term: bytesOf(term), user_id: entry.user.id })),
  )

/** The user of a row; or, if the row is damaged, a damaged user. */
export const toUser = (row: UserRow): User | DamagedUser =>
  readRecord(row, userOf, isUser) ?? { id: userId(row.id), createdAt: row.created_at, damaged: true }

// The columns decide, whatever a damaged document says about them.
const userOf = (row: UserRow): User => ({
  ...readDocument(row.document),
  id: userId(row.id),
  version: row.version,
  status: row.status as UserStatus,
  statusChangedAt: row.status_changed_at,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  signIns: {
    count: row.logins_count,
    ...(row.last_login !== null && { lastAt: row.last_login }),
    ...(row.last_ip !== null && { lastIp: row.last_ip }),
  },
})
