import type { CreateUsers, SignInAnswer } from '@keepsake/app'
import { expect } from 'vitest'
import { valueOf } from '../builders/keepsake.ts'
import {
  authenticate,
  codesPerSecret,
  create,
  importAuthenticators,
  rotate,
  type Attempt,
  type PoolModel,
  type ModelRow,
  type ModelUser,
} from './pool-model.ts'
import { otpOf, passwordText, toNewUser, toSignIn, type RealPool } from './pool.ts'

/** Does one thing to a pool and to its model, and compares what comes of it. */
export type Step<T> = (given: T, model: PoolModel, real: RealPool) => Promise<void>

/** `isKept`: the passwords come as the hashes that another system kept. */
export type Batch = {
  readonly rows: readonly ModelRow[]
  readonly mode: 'all' | 'each'
  readonly isKept: boolean
}

/** The people there may be. */
export const names: readonly string[] = ['ann', 'bob', 'cy']

/** The id of a user, or one of nobody. */
export const idOf = async (real: RealPool, username: string): Promise<string> =>
  (await valueOf(real.keepsake().users.find({ username })))?.user.id ?? 'nobody'

const toCommand = ({ rows, mode, isKept }: Batch): CreateUsers => ({
  list: rows.map((row) => toNewUser(row, isKept)),
  mode,
  ...(isKept && { options: { keepPassword: true, passwordFormat: 'md5' } }),
})

const refusedBy = async (real: RealPool, batch: Batch): Promise<readonly number[] | 'unavailable'> => {
  const answer = await real.keepsake().users.create(toCommand(batch))
  if (answer.isOk()) return answer.value.refused.map(({ row }) => row)
  const { error } = answer
  return error.kind === 'unavailable'
    ? error.kind
    : [...new Set(error.issues.map(({ path }) => Number(path[1])))]
}

export const createUsers: Step<Batch> = async (batch, model, real) => {
  expect(await refusedBy(real, batch)).toEqual(create(model, batch.rows, batch.mode))
}

/** A batch that meets with a failure of the storage leaves nothing. */
export const createUsersWhileFailing: Step<readonly [batch: Batch, verb: number]> = async (
  [batch, verb],
  model,
  real,
) => {
  real.failAt(verb)
  const answer = await refusedBy(real, batch)
  real.failNoMore()
  if (answer !== 'unavailable') expect(answer).toEqual(create(model, batch.rows, batch.mode))
}

export const importSecret: Step<
  readonly [name: string, secret: number, existing: 'refuse' | 'replace']
> = async ([name, secret, existing], model, real) => {
  const list = [{ userId: await idOf(real, name), otp: otpOf(secret) }]
  const answer = await real.keepsake().authenticators.import({ list, existing })
  const outcomes = ['enrolled', 'replaced', 'unchanged'] as const
  const outcome = outcomes.find((each) => answer.isOk() && answer.value[each] === 1)
  expect(outcome ?? 'refused').toBe(importAuthenticators(model, name, secret, existing))
}

export const signIn: Step<Attempt> = async (attempt, model, real) =>
  void (await answerTo(attempt, model, real))

export const signInElevenTimes: Step<Attempt> = async (attempt, model, real) => {
  for (let time = 0; time < 11; time += 1) await answerTo(attempt, model, real)
}

const answerTo = async (attempt: Attempt, model: PoolModel, real: RealPool): Promise<SignInAnswer> => {
  const answer = await valueOf(real.keepsake().signIn(toSignIn(attempt, model.now)))
  expect(inShort(answer)).toEqual(expectedOf(attempt, model))
  return answer
}

const inShort = (answer: SignInAnswer): unknown => {
  const { verdict } = answer
  if (verdict === 'too_many_attempts')
    return { retryAt: answer.retryAt, otherPasswordAt: answer.otherPasswordAt }
  return verdict === 'signed_in' ? { verdict, left: answer.recoveryCodesLeft } : verdict
}

const expectedOf = (attempt: Attempt, model: PoolModel): unknown => {
  const expected = authenticate(model, attempt)
  if (typeof expected === 'string' || 'retryAt' in expected) return expected
  const { user } = expected
  if (user.mustChange) return 'password_change_required'
  user.signIns += 1
  const usedCode = attempt.proof !== undefined && 'recovery' in attempt.proof
  const left = usedCode && user.otp !== undefined ? codesPerSecret - user.otp.uses.used.size : undefined
  return { verdict: 'signed_in', left }
}

/** Where the sign-in demands a change, it is made with the ticket. The present password is no other one. */
export const signInAndChange: Step<readonly [attempt: Attempt, next: number]> = async (
  [attempt, next],
  model,
  real,
) => {
  const answer = await answerTo(attempt, model, real)
  if (answer.verdict !== 'password_change_required') return
  const change = { ticket: answer.ticket.reveal(), newPassword: passwordText(next) }
  const isMade = (await real.keepsake().passwords.change(change)).isOk()
  expect(isMade).toBe(next !== attempt.password)
  const user = [...model.users.values()].find(({ name, email }) => [name, email].includes(attempt.login))
  if (user !== undefined && isMade) setPassword(model, user, next)
}

export const changePassword: Step<readonly [attempt: Attempt, next: number]> = async (
  [attempt, next],
  model,
  real,
) => {
  const change = { ...toSignIn(attempt, model.now), newPassword: passwordText(next) }
  const answer = await real.keepsake().passwords.change(change)
  const expected = authenticate(model, attempt)
  if (typeof expected === 'string') expect(answer._unsafeUnwrap()).toEqual({ verdict: expected })
  else if ('retryAt' in expected) expect(answer._unsafeUnwrap()).toMatchObject(expected)
  else {
    expect(answer.isOk()).toBe(next !== attempt.password)
    if (answer.isOk()) setPassword(model, expected.user, next)
  }
}

/** What was wrong before may be right now. */
const setPassword = (model: PoolModel, user: ModelUser, next: number): void => {
  Object.assign(user, { password: next, mustChange: false })
  for (const key of [...model.attempts.wrong.keys()].filter((each) => each.startsWith(`${user.name} `)))
    model.attempts.wrong.delete(key)
}

export const requireChange: Step<string> = async (name, model, real) => {
  const user = model.users.get(name)
  if (user?.password !== undefined) user.mustChange = true
  const answer = await real.keepsake().passwords.requireChange({ userId: await idOf(real, name) })
  expect(answer.isOk()).toBe(user !== undefined)
}

export const unlock: Step<string> = async (name, model, real) => {
  const user = model.users.get(name)
  if (user?.otp !== undefined) Object.assign(user.otp, { wrongCodes: 0, wrongRecoveryCodes: 0 })
  const answer = await real.keepsake().users.unlock({ userId: await idOf(real, name) })
  expect(answer.isOk()).toBe(user !== undefined)
}

export const removeAuthenticator: Step<string> = async (name, model, real) => {
  const userId = await idOf(real, name)
  const present = await real.keepsake().authenticators.list({ userId })
  const [found] = present.isOk() ? present.value.authenticators : []
  const user = model.users.get(name)
  expect(found !== undefined).toBe(user?.otp !== undefined)
  if (found === undefined || user === undefined) return
  await valueOf(real.keepsake().authenticators.remove({ userId, authenticatorId: found.id }))
  user.otp = undefined
}

export const rotateSealing: Step<void> = async (_, model, real) => {
  expect(await real.rotate()).toEqual({ resealed: rotate(model), current: 0 })
}

/** Everybody is there who should be, with what they should have, and nobody else. */
export const lookAtEverybody: Step<void> = async (_, model, real) => {
  for (const name of names) expect(await standingOf(name, real)).toEqual(expectedStanding(name, model))
}

const standingOf = async (username: string, real: RealPool): Promise<unknown> => {
  const account = await valueOf(real.keepsake().users.find({ username }))
  if (account === undefined) return 'nobody'
  const { user, password } = account
  const secondFactors = await valueOf(real.keepsake().authenticators.list({ userId: user.id }))
  return {
    version: user.version,
    status: user.status,
    email: user.email?.address,
    signIns: user.signIns.count,
    mustChange: password?.mustChange,
    authenticators: secondFactors.authenticators.length,
    recoveryCodes: secondFactors.recoveryCodes,
  }
}

const expectedStanding = (name: string, model: PoolModel): unknown => {
  const user = model.users.get(name)
  if (user === undefined) return 'nobody'
  const { version, status, email, signIns, mustChange, password, otp } = user
  return {
    version,
    status,
    email,
    signIns,
    mustChange: password === undefined ? undefined : mustChange,
    authenticators: otp === undefined ? 0 : 1,
    recoveryCodes: otp === undefined ? 0 : codesPerSecret - otp.uses.used.size,
  }
}
