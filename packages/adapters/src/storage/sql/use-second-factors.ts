import { endOfStep, isFreshStep, lastStepBefore, type SecondFactorStore } from '@keepsake/domain'
import type { SecondFactorStatements } from './second-factor-statements.ts'
import type { FactorUses } from './factor-uses.ts'
import type { UsedCodes } from './used-codes.ts'
import { firstRow, hasChanged, type SqlView } from './view.ts'

type Given<Verb extends keyof SecondFactorStore> = Parameters<SecondFactorStore[Verb]>

/** Uses up a time step. The user is locked, so that no other caller reads or writes what is used meanwhile. */
export const acceptStep = async (
  view: SqlView,
  [user, id, step, at]: Given<'acceptStep'>,
  sql: SecondFactorStatements,
  uses: FactorUses,
): Promise<'accepted' | 'used-before'> => {
  await view.run(sql.lockUsers([user]))
  const found = await firstRow(view, sql.usable(user, id))
  if (found === undefined || !isFreshStep(step, found.last_step)) return 'used-before'
  const use = { user_id: user, fingerprint: found.fingerprint }
  const usedUntil = await uses.usedUntil(view, use)
  if (usedUntil !== undefined && !isFreshStep(step, lastStepBefore(usedUntil, found.period)))
    return 'used-before'
  const end = endOfStep(step, found.period)
  await view.run(sql.acceptStep(user, id, step, at))
  await uses.remember(view, { ...use, used_until: end })
  await uses.forgetBefore(view, user, end)
  return 'accepted'
}

/** Uses up a recovery code: its record, and the code itself by every fingerprint that is known of it. */
export const useRecoveryCode = async (
  view: SqlView,
  [user, id, at, given]: Given<'useRecoveryCode'>,
  sql: SecondFactorStatements,
  codes: UsedCodes,
): Promise<'accepted' | 'used-before'> => {
  await view.run(sql.lockUsers([user]))
  const found = await firstRow(view, sql.usableCode(user, id))
  if (found === undefined) return 'used-before'
  await view.run(sql.useRecoveryCode(user, id, at))
  const fingerprints = new Set([found.fingerprint, given ?? found.fingerprint])
  const used = Array.from(fingerprints, (fingerprint) => ({ user_id: user, fingerprint, used_until: at }))
  return (await codes.useUp(view, used)) ? 'accepted' : 'used-before'
}

/**
 * Replaces a secret by the same secret, sealed anew. The user is locked first, as everywhere that authenticators are
 * written.
 */
export const reseal = async (
  view: SqlView,
  [user, id, from, to]: Given<'reseal'>,
  sql: SecondFactorStatements,
): Promise<'resealed' | 'overtaken'> => {
  await view.run(sql.lockUsers([user]))
  return (await hasChanged(view, sql.reseal(user, id, from, to))) ? 'resealed' : 'overtaken'
}
