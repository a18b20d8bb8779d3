import {
  endOfStep,
  secondFactorIds,
  sortDamaged,
  unreadable,
  type DamagedSecondFactor,
  type SecondFactorWrite,
  type SecondFactor,
  type SecondFactorsOvertaken,
  type SecondFactorStore,
  type UserId,
  type UserPoolId,
} from '@keepsake/domain'
import { err, errAsync, ok, okAsync, type Result } from 'neverthrow'
import { sameIds } from '../same-ids.ts'
import type { Session } from '../storage-over.ts'
import type { Dialect } from './dialect.ts'
import { toAuthenticatorRecords, toOwner, toSecondFactors, toRecoveryCodeRows } from './second-factor-rows.ts'
import {
  secondFactorStatements,
  type AuthenticatorRecord,
  type SecondFactorStatements,
} from './second-factor-statements.ts'
import { factorUses, type FactorUses, type Use } from './factor-uses.ts'
import { acceptStep, reseal, useRecoveryCode } from './use-second-factors.ts'
import { usedCodes, type UsedCodes } from './used-codes.ts'
import type { SqlView } from './view.ts'

/** The authenticators and recovery codes of a pool in an SQL database. */
export const sqlSecondFactors = (
  session: Session<SqlView>,
  pool: UserPoolId,
  dialect: Dialect,
): SecondFactorStore => {
  const sql = secondFactorStatements(pool, dialect)
  const uses = factorUses(pool, dialect)
  const codes = usedCodes(pool, dialect)
  return {
    writeAll: (changes) => session.write((view) => writeAll(view, changes, pool, { sql, uses, codes })),
    findByUserIds: (ids) =>
      session
        .read((view) => setsOf(view, ids, sql))
        .map(sortDamaged)
        .andThen(({ sound, damaged }) =>
          damaged.length === 0
            ? okAsync(sound)
            : errAsync(unreadable(damaged.map(({ userId }) => ({ record: 'authenticators', userId })))),
        ),
    findOwners: (fingerprints) =>
      session.readOne(async (view) => (await view.run(sql.owners(fingerprints))).rows.map(toOwner)),
    list: (after, limit, tenantId) =>
      session.read(async (view) => {
        const { rows } = await view.run(sql.users(after, limit, tenantId))
        return setsOf(
          view,
          rows.map((row) => row.user_id),
          sql,
        )
      }),
    acceptStep: (...step) => session.write(async (view) => ok(await acceptStep(view, step, sql, uses))),
    useRecoveryCode: (...code) =>
      session.write(async (view) => ok(await useRecoveryCode(view, code, sql, codes))),
    reseal: (...secret) => session.write(async (view) => ok(await reseal(view, secret, sql))),
  }
}

type Parts = { readonly sql: SecondFactorStatements; readonly uses: FactorUses; readonly codes: UsedCodes }

const writeAll = async (
  view: SqlView,
  changes: readonly SecondFactorWrite[],
  pool: UserPoolId,
  { sql, uses, codes }: Parts,
): Promise<Result<void, SecondFactorsOvertaken>> => {
  const users = [...new Set(changes.map(({ to }) => to.userId))]
  if (users.length === 0) return ok()
  const present = new Set((await view.run(sql.lockUsers(users))).rows.map(({ id }) => id))
  const gone = changes.filter(({ to }) => to.authenticators.length > 0 && !present.has(to.userId))
  const before = Map.groupBy((await view.run(sql.ids(users))).rows, (row) => row.user_id)
  const { sets, overtaken } = follow(changes, before)
  const refused = [...overtaken, ...gone.map(({ to }) => to.userId)]
  if (refused.length > 0) return refusal(refused)

  if (before.size > 0) for (const removal of sql.removals([...before.keys()])) await view.run(removal)
  const enrolments = sets.flatMap((set) => toAuthenticatorRecords(set, pool))
  if (!(await view.insertNew('keepsake_authenticators', enrolments))) return refusal(users)
  const recoveryCodes = sets.flatMap((set) => toRecoveryCodeRows(set, pool))
  await view.insertAll('keepsake_recovery_codes', await codes.settle(view, recoveryCodes))
  await uses.rememberLater(view, enrolments.flatMap(usedOf))
  return ok()
}

/** What was used of an authenticator's secret, according to its record. */
const usedOf = ({ user_id, fingerprint, last_step, period }: AuthenticatorRecord): readonly Use[] =>
  last_step === 0 ? [] : [{ user_id, fingerprint, used_until: endOfStep(last_step, period) }]

type Outcome = { readonly sets: readonly SecondFactor[]; readonly overtaken: readonly UserId[] }

/**
 * What the users have at the end, if each change finds the state that it starts from: what was there, or what another
 * change has left.
 */
const follow = (
  changes: readonly SecondFactorWrite[],
  before: ReadonlyMap<string, readonly { readonly id: string }[]>,
): Outcome => {
  const after = new Map<UserId, SecondFactor>()
  const idsOf = (user: UserId): readonly string[] => {
    const set = after.get(user)
    return set === undefined ? (before.get(user) ?? []).map(({ id }) => id) : secondFactorIds(set)
  }
  const overtaken = changes.filter(({ from, to }) => {
    if (!sameIds(from, idsOf(to.userId))) return true
    after.set(to.userId, to.authenticators.length === 0 ? { ...to, recoveryCodes: [] } : to)
    return false
  })
  return { sets: [...after.values()], overtaken: overtaken.map(({ to }) => to.userId) }
}

const refusal = (overtaken: readonly UserId[]): Result<never, SecondFactorsOvertaken> =>
  err({ kind: 'second-factors-overtaken', userIds: [...new Set(overtaken)] })

const setsOf = async (
  view: SqlView,
  ids: readonly string[],
  sql: SecondFactorStatements,
): Promise<readonly (SecondFactor | DamagedSecondFactor)[]> => {
  if (ids.length === 0) return []
  // A lock on the rows themselves does not stop their replacement, and a lock on their user does not stop a change of
  // the rows: so both are locked.
  if (view.isLocking) await view.run(sql.lockUsers(ids))
  const authenticators = await view.run(sql.authenticators(ids, view))
  const recoveryCodes = await view.run(sql.recoveryCodes(ids, view))
  return toSecondFactors(authenticators.rows, recoveryCodes.rows)
}
