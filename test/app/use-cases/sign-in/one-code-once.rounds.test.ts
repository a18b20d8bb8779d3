import { describe, expect, test } from 'vitest'
import {
  codeAt,
  openSubject,
  stepMs,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { timeout, times } from '../../../effort.ts'

const secret = 'HZ2F6J3AGNAVSOTV'
const password = 'correct horse'

/** Attempts are reserved before a code is looked at, so most of the others never see it. */
const rounds = times({ short: 20, long: 50 })
const recoveryCodes = Array.from({ length: rounds }, (_, index) => `b4718ec0874a087f${1000 + index}`)

const openWithBob = async (open: OpenSubject): Promise<Subject> => {
  const subject = await openSubject(open)
  const list = [{ username: 'bob', password, otp: { secret, recoveryCodes } }]
  await valueOf(subject.keepsake.users.create({ list }))
  return subject
}

const raceWith = async (proof: object, { keepsake }: Subject, round: number): Promise<void> => {
  const attempt = { login: 'bob', password, ...proof }
  const answers = await Promise.all(Array.from({ length: 64 }, () => valueOf(keepsake.signIn(attempt))))
  const verdicts = answers.map(({ verdict }) => verdict)
  expect(verdicts.filter((verdict) => verdict === 'signed_in')).toHaveLength(1)
  expect(new Set(verdicts)).toEqual(new Set(['signed_in', 'wrong_credentials', 'otp_locked']))
  const bob = await valueOf(keepsake.users.find({ login: 'bob' }))
  expect(bob?.user.signIns.count).toBe(round)
  // Those that came too late have used up the attempts there are.
  await valueOf(keepsake.users.unlock({ userId: bob?.user.id ?? '' }))
}

describe.each(storages)(
  `on $name, in ${rounds} rounds of 64 sign-ins at one moment, exactly one is let in`,
  ({ open }) => {
    test('by one code, in every step', { timeout }, async () => {
      const subject = await openWithBob(open)
      for (let round = 1; round <= rounds; round += 1) {
        await raceWith({ code: codeAt(secret, subject.clock.now()) }, subject, round)
        subject.clock.set(subject.clock.now() + stepMs)
      }
    })

    test('by one recovery code, whichever it is', { timeout }, async () => {
      const subject = await openWithBob(open)
      for (const [index, recoveryCode] of recoveryCodes.entries())
        await raceWith({ recoveryCode }, subject, index + 1)
    })
  },
)
