import type { StoredAuthenticator } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  everythingIn,
  inShort,
  issuesOf,
  stepMs,
  storages,
  valueOf,
} from '../../../../builders/keepsake.ts'
import {
  nothing,
  openWithUsers,
  otherSecret,
  password,
  secret,
  verdictOf,
  type WithUsers,
} from './with-users.ts'

const codeOf = ({ clock }: WithUsers, steps = 0): string => codeAt(secret, clock.now() + steps * stepMs)

const stepOf = ({ clock }: WithUsers): number => Math.floor(clock.now() / stepMs)

const authenticatorOf = async ({ rest, bob, ids }: WithUsers): Promise<StoredAuthenticator> => {
  const sets = await valueOf(rest.secondFactors.findByUserIds(ids()))
  return sets.find(({ userId }) => userId === bob)!.authenticators[0]!
}

describe.each(storages)('on $name, a code that comes along with an authenticator', ({ open }) => {
  test('proves it, and is used up', async () => {
    const subject = await openWithUsers(open)
    const { keepsake, bob, clock } = subject
    const code = codeOf(subject)
    const list = [{ userId: bob, otp: { secret, code } }]
    expect(await valueOf(keepsake.authenticators.import({ list }))).toEqual({ ...nothing, enrolled: 1 })
    expect(await authenticatorOf(subject)).toMatchObject({ provenAt: clock.now(), lastStep: stepOf(subject) })
    expect(await verdictOf(subject, { code })).toBe('wrong_credentials')
    expect(await verdictOf(subject, { code: codeOf(subject, -1) })).toBe('wrong_credentials')
    clock.set(clock.now() + stepMs)
    expect(await verdictOf(subject, { code: codeOf(subject) })).toBe('signed_in')
  })

  test('may be as old as one at a sign-in', async () => {
    const subject = await openWithUsers(open)
    const list = [{ userId: subject.bob, otp: { secret, code: codeOf(subject, -1) } }]
    await valueOf(subject.keepsake.authenticators.import({ list }))
    expect(await authenticatorOf(subject)).toMatchObject({ lastStep: stepOf(subject) - 1 })
    expect(await verdictOf(subject, { code: codeOf(subject) })).toBe('signed_in')
  })

  test.each([
    ['of another secret', (subject: WithUsers) => codeAt(otherSecret, subject.clock.now())],
    ['that is too old', (subject: WithUsers) => codeOf(subject, -2)],
    ['of two steps ahead', (subject: WithUsers) => codeOf(subject, 2)],
  ])('%s refuses it', async (_, code) => {
    const subject = await openWithUsers(open)
    const { keepsake, bob, eve } = subject
    const list = [
      { userId: bob, otp: { secret, code: code(subject) } },
      { userId: eve, otp: { secret: otherSecret } },
    ]
    const before = await everythingIn(subject)
    expect(await issuesOf(keepsake.authenticators.import({ list }))).toEqual([
      'list.0.otp.code otp.proof_wrong',
    ])
    expect(await everythingIn(subject)).toEqual(before)
    const report = await valueOf(keepsake.authenticators.import({ list, mode: 'each' }))
    expect(report.enrolled).toBe(1)
    expect(report.refused.flatMap(({ issues }) => inShort(issues))).toEqual([
      'list.0.otp.code otp.proof_wrong',
    ])
  })

  test('that is there already proves that one, and changes nothing else', async () => {
    const subject = await openWithUsers(open)
    const { keepsake, bob, clock } = subject
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret } }] }))
    const unproven = await authenticatorOf(subject)
    expect(unproven).not.toHaveProperty('provenAt')
    const code = codeOf(subject)
    for (const existing of ['refuse', 'replace', 'add'] as const) {
      const list = [{ userId: bob, otp: { secret, code } }]
      expect(await valueOf(keepsake.authenticators.import({ list, existing }))).toEqual({
        ...nothing,
        unchanged: 1,
      })
      expect(await authenticatorOf(subject)).toEqual({
        ...unproven,
        provenAt: clock.now(),
        lastStep: stepOf(subject),
      })
    }
    expect(await verdictOf(subject, { code })).toBe('wrong_credentials')
  })

  test('that was used at a sign-in is no mistake, and does not become fresh', async () => {
    const subject = await openWithUsers(open)
    const { keepsake, bob } = subject
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret } }] }))
    const [older, code] = [codeOf(subject, -1), codeOf(subject)]
    expect(await verdictOf(subject, { code })).toBe('signed_in')
    const proven = await authenticatorOf(subject)
    for (const shown of [older, code])
      await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret, code: shown } }] }))
    expect(await authenticatorOf(subject)).toEqual(proven)
  })

  test('of a clock that is fast is used up, and every code before it', async () => {
    const subject = await openWithUsers(open)
    const { keepsake, bob } = subject
    const list = [{ userId: bob, otp: { secret, code: codeOf(subject, 1) } }]
    await valueOf(keepsake.authenticators.import({ list }))
    for (const code of [codeOf(subject, 1), codeOf(subject), codeOf(subject, -1)])
      expect(await verdictOf(subject, { code })).toBe('wrong_credentials')
  })

  test('is taken with a new user as well', async () => {
    const subject = await openWithUsers(open)
    const { keepsake, clock } = subject
    const wrong = [{ username: 'zoe', password, otp: { secret, code: codeOf(subject, 2) } }]
    expect(await issuesOf(keepsake.users.create({ list: wrong }))).toEqual([
      'list.0.otp.code otp.proof_wrong',
    ])
    const code = codeOf(subject)
    const { created } = await valueOf(
      keepsake.users.create({ list: [{ username: 'zoe', password, otp: { secret, code } }] }),
    )
    const zoe = { ...subject, bob: created[0]!.account.user.id }
    expect(await authenticatorOf(zoe)).toMatchObject({ provenAt: clock.now(), lastStep: stepOf(subject) })
    expect(await verdictOf(subject, { code }, 'zoe')).toBe('wrong_credentials')
  })
})

describe.each(storages)('on $name, an authenticator that nobody has proved', ({ open }) => {
  test('is proved by the first code that its user signs in with', async () => {
    const subject = await openWithUsers(open)
    const { keepsake, bob, clock } = subject
    await valueOf(keepsake.authenticators.import({ list: [{ userId: bob, otp: { secret } }] }))
    expect(await verdictOf(subject, { code: 'abcdef' })).toBe('wrong_credentials')
    expect(await authenticatorOf(subject)).not.toHaveProperty('provenAt')
    const first = clock.now()
    expect(await verdictOf(subject, { code: codeOf(subject) })).toBe('signed_in')
    clock.set(first + stepMs)
    expect(await verdictOf(subject, { code: codeOf(subject) })).toBe('signed_in')
    expect(await authenticatorOf(subject)).toMatchObject({ provenAt: first })
  })
})
