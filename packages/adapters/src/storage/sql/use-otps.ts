import { endOfStep, isFreshStep, lastStepBefore, type OtpStore } from '@keepsake/domain'
import type { OtpStatements } from './otp-statements.ts'
import type { OtpUses } from './otp-uses.ts'
import { hasChanged, firstRow, type SqlView } from './view.ts'

type Given<Verb extends keyof OtpStore> = Parameters<OtpStore[Verb]>

/** Uses up a time step. The user is locked, so that nobody else looks at what is used, or writes it, meanwhile. */
export const acceptStep = async (
  view: SqlView,
  [user, id, step, at]: Given<'acceptStep'>,
  sql: OtpStatements,
  uses: OtpUses,
): Promise<'accepted' | 'used-before'> => {
  await view.run(sql.lockUsers([user]))
  const found = await firstRow(view, sql.usable(user, id))
  if (found === undefined || !isFreshStep(step, found.last_step)) return 'used-before'
  const use = { user_id: user, kind: 'secret', fingerprint: found.fingerprint } as const
  const usedUntil = await uses.usedUntil(view, use)
  if (usedUntil !== undefined && !isFreshStep(step, lastStepBefore(usedUntil, found.period)))
    return 'used-before'
  const end = endOfStep(step, found.period)
  await view.run(sql.acceptStep(user, id, step, at))
  await uses.remember(view, { ...use, used_until: end })
  await uses.forgetBefore(view, user, end)
  return 'accepted'
}

/** Uses up a recovery code, and the code itself, where its fingerprint is known. */
export const useRecoveryCode = async (
  view: SqlView,
  [user, id, at, fingerprint]: Given<'useRecoveryCode'>,
  sql: OtpStatements,
  uses: OtpUses,
): Promise<'accepted' | 'used-before'> => {
  await view.run(sql.lockUsers([user]))
  if (!(await hasChanged(view, sql.useRecoveryCode(user, id, at)))) return 'used-before'
  if (fingerprint === undefined) return 'accepted'
  const use = { user_id: user, kind: 'code', fingerprint } as const
  if ((await uses.usedUntil(view, use)) !== undefined) return 'used-before'
  await uses.remember(view, { ...use, used_until: at })
  return 'accepted'
}

/** Puts a secret, sealed anew, in its place. What was used of it is used under both fingerprints. */
export const reseal = async (
  view: SqlView,
  [user, id, from, to]: Given<'reseal'>,
  sql: OtpStatements,
  uses: OtpUses,
): Promise<'resealed' | 'overtaken'> => {
  await view.run(sql.lockUsers([user]))
  const found = await firstRow(view, sql.usable(user, id))
  if (found === undefined || !(await hasChanged(view, sql.reseal(user, id, from, to)))) return 'overtaken'
  const use = { user_id: user, kind: 'secret', fingerprint: found.fingerprint } as const
  const usedUntil = await uses.usedUntil(view, use)
  if (usedUntil !== undefined)
    await uses.rememberLater(view, [{ ...use, fingerprint: to.fingerprint, used_until: usedUntil }])
  return 'resealed'
}
