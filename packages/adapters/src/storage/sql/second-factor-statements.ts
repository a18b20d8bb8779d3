import type { Instant, Sealed, UserId, UserPoolId } from '@keepsake/domain'
import { sql } from 'kysely'
import { bytesOf } from './bytes.ts'
import type { Dialect } from './dialect.ts'
import type { RowOf } from './tables.ts'
import { usersOfTerm } from './users-by-term.ts'
import type { SqlView, Statement } from './view.ts'

export type AuthenticatorRecord = Omit<RowOf<'keepsake_authenticators'>, 'user_pool_id' | 'slot'>
export type RecoveryCodeRow = Omit<RowOf<'keepsake_recovery_codes'>, 'user_pool_id' | 'slot'>
export type UsableRow = Pick<AuthenticatorRecord, 'fingerprint' | 'period' | 'last_step'>
export type UsableCodeRow = Pick<RecoveryCodeRow, 'fingerprint'>
export type OwnerRow = Pick<AuthenticatorRecord, 'fingerprint' | 'user_id'>

/** The statements on the authenticators and recovery codes of one pool. */
export type SecondFactorStatements = {
  /** Those of the users who exist, locked until the transaction ends. */
  readonly lockUsers: (ids: readonly string[]) => Statement<{ readonly id: string }>
  readonly ids: (users: readonly string[]) => Statement<{ readonly user_id: string; readonly id: string }>
  readonly removals: (users: readonly string[]) => readonly Statement<unknown>[]
  readonly authenticators: (users: readonly string[], view: SqlView) => Statement<AuthenticatorRecord>
  readonly recoveryCodes: (users: readonly string[], view: SqlView) => Statement<RecoveryCodeRow>
  readonly owners: (fingerprints: readonly string[]) => Statement<OwnerRow>
  readonly users: (
    after: UserId | undefined,
    limit: number,
    tenantId: string | undefined,
  ) => Statement<{ readonly user_id: string }>
  /** The fields of one authenticator that say what was used of it. */
  readonly usable: (user: UserId, id: string) => Statement<UsableRow>
  readonly acceptStep: (user: UserId, id: string, step: number, at: Instant) => Statement<unknown>
  /** One recovery code that is not used. */
  readonly usableCode: (user: UserId, id: string) => Statement<UsableCodeRow>
  readonly useRecoveryCode: (user: UserId, id: string, at: Instant) => Statement<unknown>
  readonly reseal: (user: UserId, id: string, from: Sealed, to: Sealed) => Statement<unknown>
}

const authenticatorColumns = [
  'user_id',
  'id',
  'name',
  'secret',
  'fingerprint',
  'algorithm',
  'digits',
  'period',
  'enrolled_at',
  'proven_at',
  'last_step',
] as const

const enrolments = 'keepsake_authenticators'
const codes = 'keepsake_recovery_codes'

export const secondFactorStatements = (
  pool: UserPoolId,
  { db, isAmong, locking }: Dialect,
): SecondFactorStatements => ({
  lockUsers: (ids) =>
    db
      .selectFrom('keepsake_users')
      .select('id')
      .where('user_pool_id', '=', pool)
      .where(isAmong('id', ids))
      .orderBy('id')
      .modifyEnd(locking),
  ids: (users) =>
    db
      .selectFrom(enrolments)
      .select(['user_id', 'id'])
      .where('user_pool_id', '=', pool)
      .where(isAmong('user_id', users))
      .unionAll(
        db
          .selectFrom(codes)
          .select(['user_id', 'id'])
          .where('user_pool_id', '=', pool)
          .where(isAmong('user_id', users)),
      ),
  removals: (users) =>
    ([enrolments, codes] as const).map((table) =>
      db.deleteFrom(table).where('user_pool_id', '=', pool).where(isAmong('user_id', users)),
    ),
  authenticators: (users, { isLocking }) =>
    db
      .selectFrom(enrolments)
      .select(authenticatorColumns)
      .where('user_pool_id', '=', pool)
      .where(isAmong('user_id', users))
      .orderBy('user_id')
      .orderBy('slot')
      .$if(isLocking, (query) => query.modifyEnd(locking)),
  recoveryCodes: (users, { isLocking }) =>
    db
      .selectFrom(codes)
      .select(['user_id', 'id', 'hash', 'fingerprint', 'used_at'])
      .where('user_pool_id', '=', pool)
      .where(isAmong('user_id', users))
      .orderBy('user_id')
      .orderBy('slot')
      .$if(isLocking, (query) => query.modifyEnd(locking)),
  owners: (fingerprints) =>
    db
      .selectFrom(enrolments)
      .select(['fingerprint', 'user_id'])
      .distinct()
      .where('user_pool_id', '=', pool)
      .where(isAmong('fingerprint', fingerprints)),
  // A user who has an authenticator has one in place 0.
  users: (after, limit, tenantId) =>
    db
      .selectFrom(enrolments)
      .select('user_id')
      .where('user_pool_id', '=', pool)
      .where('slot', '=', 0)
      .$if(after !== undefined, (query) => query.where('user_id', '>', after ?? ''))
      .$if(tenantId !== undefined, (query) =>
        query.where('user_id', 'in', usersOfTerm(db, pool, 'tenant', bytesOf(tenantId ?? ''))),
      )
      .orderBy('user_id')
      .limit(sql.lit(limit)),
  usable: (user, id) =>
    db
      .selectFrom(enrolments)
      .select(['fingerprint', 'period', 'last_step'])
      .where('user_pool_id', '=', pool)
      .where('user_id', '=', user)
      .where('id', '=', id),
  acceptStep: (user, id, step, at) =>
    db
      .updateTable(enrolments)
      .set((eb) => ({ last_step: step, proven_at: eb.fn.coalesce('proven_at', eb.val(at)) }))
      .where('user_pool_id', '=', pool)
      .where('user_id', '=', user)
      .where('id', '=', id),
  usableCode: (user, id) =>
    db
      .selectFrom(codes)
      .select('fingerprint')
      .where('user_pool_id', '=', pool)
      .where('user_id', '=', user)
      .where('id', '=', id)
      .where('used_at', 'is', null),
  useRecoveryCode: (user, id, at) =>
    db
      .updateTable(codes)
      .set({ used_at: at })
      .where('user_pool_id', '=', pool)
      .where('user_id', '=', user)
      .where('id', '=', id)
      .where('used_at', 'is', null),
  reseal: (user, id, from, to) =>
    db
      .updateTable(enrolments)
      .set({ secret: to })
      .where('user_pool_id', '=', pool)
      .where('user_id', '=', user)
      .where('id', '=', id)
      .where('secret', '=', from),
})
