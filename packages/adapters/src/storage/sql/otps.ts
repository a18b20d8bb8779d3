import {
  otpIds,
  sortDamaged,
  unreadable,
  type DamagedOtpSet,
  type OtpChange,
  type OtpSet,
  type OtpsOvertaken,
  type OtpStore,
  type UserId,
  type UserPoolId,
} from '@keepsake/domain'
import { err, errAsync, ok, okAsync, type Result } from 'neverthrow'
import { sameIds } from '../same-ids.ts'
import type { Session } from '../storage-over.ts'
import type { Dialect } from './dialect.ts'
import { toEnrolmentRows, toHolder, toOtpSets, toRecoveryCodeRows } from './otp-rows.ts'
import { otpStatements, type OtpStatements } from './otp-statements.ts'
import { hasChanged, type SqlView } from './view.ts'

/** The authenticators and recovery codes of a pool in an SQL database. */
export const sqlOtps = (session: Session<SqlView>, pool: UserPoolId, dialect: Dialect): OtpStore => {
  const sql = otpStatements(pool, dialect)
  return {
    writeAll: (changes) => session.write((view) => writeAll(view, changes, pool, sql)),
    findByUserIds: (ids) =>
      session
        .read((view) => setsOf(view, ids, sql))
        .map(sortDamaged)
        .andThen(({ sound, damaged }) =>
          damaged.length === 0
            ? okAsync(sound)
            : errAsync(unreadable(damaged.map(({ userId }) => ({ record: 'authenticators', userId })))),
        ),
    findHolders: (fingerprints) =>
      session.readOne(async (view) => (await view.run(sql.holders(fingerprints))).rows.map(toHolder)),
    list: (after, limit, tenantId) =>
      session.read(async (view) => {
        const { rows } = await view.run(sql.users(after, limit, tenantId))
        return setsOf(
          view,
          rows.map((row) => row.user_id),
          sql,
        )
      }),
    acceptStep: (userId, enrolmentId, step, at) =>
      session.writeOne(async (view) =>
        ok(accepted(await hasChanged(view, sql.acceptStep(userId, enrolmentId, step, at)))),
      ),
    useRecoveryCode: (userId, codeId, at) =>
      session.writeOne(async (view) =>
        ok(accepted(await hasChanged(view, sql.useRecoveryCode(userId, codeId, at)))),
      ),
    reseal: (userId, enrolmentId, from, to) =>
      session.writeOne(async (view) =>
        ok((await hasChanged(view, sql.reseal(userId, enrolmentId, from, to))) ? 'resealed' : 'overtaken'),
      ),
  }
}

const accepted = (isAccepted: boolean): 'accepted' | 'used-before' =>
  isAccepted ? 'accepted' : 'used-before'

const writeAll = async (
  view: SqlView,
  changes: readonly OtpChange[],
  pool: UserPoolId,
  sql: OtpStatements,
): Promise<Result<void, OtpsOvertaken>> => {
  const users = [...new Set(changes.map(({ to }) => to.userId))]
  if (users.length === 0) return ok()
  if (view.isLocking) await view.run(sql.lockUsers(users))
  const before = Map.groupBy((await view.run(sql.ids(users))).rows, (row) => row.user_id)
  const { sets, overtaken } = follow(changes, before)
  if (overtaken.length > 0) return refusal(overtaken)

  if (before.size > 0) for (const removal of sql.removals([...before.keys()])) await view.run(removal)
  const enrolments = sets.flatMap((set) => toEnrolmentRows(set, pool))
  if (!(await view.insertNew('keepsake_otp_enrolments', enrolments))) return refusal(users)
  await view.insertAll(
    'keepsake_recovery_codes',
    sets.flatMap((set) => toRecoveryCodeRows(set, pool)),
  )
  return ok()
}

type Outcome = { readonly sets: readonly OtpSet[]; readonly overtaken: readonly UserId[] }

/** What the users have in the end, if each change finds what it is from: what was there, or what another one has left. */
const follow = (
  changes: readonly OtpChange[],
  before: ReadonlyMap<string, readonly { readonly id: string }[]>,
): Outcome => {
  const after = new Map<UserId, OtpSet>()
  const idsOf = (user: UserId): readonly string[] => {
    const set = after.get(user)
    return set === undefined ? (before.get(user) ?? []).map(({ id }) => id) : otpIds(set)
  }
  const overtaken = changes.filter(({ from, to }) => {
    if (!sameIds(from, idsOf(to.userId))) return true
    after.set(to.userId, to.authenticators.length === 0 ? { ...to, recoveryCodes: [] } : to)
    return false
  })
  return { sets: [...after.values()], overtaken: overtaken.map(({ to }) => to.userId) }
}

const refusal = (overtaken: readonly UserId[]): Result<never, OtpsOvertaken> =>
  err({ kind: 'otps-overtaken', userIds: [...new Set(overtaken)] })

const setsOf = async (
  view: SqlView,
  ids: readonly string[],
  sql: OtpStatements,
): Promise<readonly (OtpSet | DamagedOtpSet)[]> => {
  if (ids.length === 0) return []
  // Rows that are replaced slip past a lock on themselves, and rows that are changed past one on their user: both it is.
  if (view.isLocking) await view.run(sql.lockUsers(ids))
  const authenticators = await view.run(sql.authenticators(ids, view))
  const recoveryCodes = await view.run(sql.recoveryCodes(ids, view))
  return toOtpSets(authenticators.rows, recoveryCodes.rows)
}
