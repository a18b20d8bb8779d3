import { describe, expect, test } from 'vitest'
import { verdictsOf } from '../../../builders/bob.ts'
import { openSubject, storages, valueOf, type OpenSubject, type Subject } from '../../../builders/keepsake.ts'

const password = 'correct horse battery'
const school = '192.0.2.1'
const minute = 60_000
/** How many wrong passwords from one network are looked at in succession. */
const most = 60

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index))

const openSchool = async (open: OpenSubject, pupils: number): Promise<Subject> => {
  const subject = await openSubject(open, { settings: { limits: { rowsToHash: 1000 } } })
  await valueOf(
    subject.keepsake.users.create({
      list: times(pupils, (index) => ({ username: `pupil-${index}`, password })),
    }),
  )
  return subject
}

type Attempt = { login?: string; password?: string; ip?: string }

const verdictOf = verdictsOf({ login: 'pupil-0', password })

const oneEach = async (
  subject: Subject,
  count: number,
  attempt: (index: number) => Attempt,
): Promise<readonly string[]> => {
  const verdicts = []
  for (const index of times(count, (each) => each)) verdicts.push(await verdictOf(subject, attempt(index)))
  return verdicts
}

const looked = (verdicts: readonly string[]): number =>
  verdicts.filter((verdict) => verdict === 'wrong_credentials').length

const spray =
  (more: Attempt = { ip: school }) =>
  (index: number) => ({
    login: `pupil-${index}`,
    password: 'wrong',
    ...more,
  })

describe.each(storages)('on $name, one password tried at many accounts', ({ open }) => {
  test('from one network is looked at sixty times, and then once a minute', async () => {
    const subject = await openSchool(open, 150)
    const verdicts = await oneEach(subject, 150, spray())
    expect(verdicts).toEqual([
      ...times(most, () => 'wrong_credentials'),
      ...times(150 - most, () => 'too_many_attempts'),
    ])
    subject.clock.set(subject.clock.now() + minute)
    expect(looked(await oneEach(subject, 10, (index) => spray()(index + 100)))).toBe(1)
    subject.clock.set(subject.clock.now() + 60 * minute)
    expect(looked(await oneEach(subject, 100, (index) => spray()(index + 1)))).toBe(most)
  })

  test('at one moment is looked at no more often', async () => {
    const subject = await openSchool(open, 120)
    const verdicts = await Promise.all(times(120, (index) => verdictOf(subject, spray()(index))))
    expect(looked(verdicts)).toBe(most)
  })

  test('from one network of IPv6 is one network’s, whatever its addresses', async () => {
    const subject = await openSchool(open, 100)
    const verdicts = await oneEach(subject, 100, (index) =>
      spray({ ip: `2001:db8:7:7:${index.toString(16)}::1` })(index),
    )
    expect(looked(verdicts)).toBe(most)
  })

  test('is answered alike at logins that nobody has', async () => {
    const subject = await openSchool(open, 100)
    const answersAt = async (name: string, ip: string): Promise<string> => {
      const answers = []
      for (const index of times(100, (each) => each))
        answers.push(
          await valueOf(subject.keepsake.signIn({ login: `${name}-${index}`, password: 'wrong', ip })),
        )
      return JSON.stringify(answers)
    }
    expect(await answersAt('nobody', '198.51.100.1')).toBe(await answersAt('pupil', '198.51.100.2'))
  })

  test('where all have signed in before, is looked at no more often', async () => {
    const subject = await openSchool(open, 100)
    await oneEach(subject, 100, (index) => ({ login: `pupil-${index}`, ip: school }))
    expect(looked(await oneEach(subject, 100, spray()))).toBe(most)
  })

  test('by the way of a change of password is the same', async () => {
    const subject = await openSchool(open, 100)
    const change = async (index: number): Promise<string> => {
      const command = { ...spray()(index), newPassword: 'nine geese on a raft' }
      return (await valueOf(subject.keepsake.passwords.change(command))).verdict
    }
    const verdicts = []
    for (const index of times(100, (each) => each)) verdicts.push(await change(index))
    expect(looked(verdicts)).toBe(most)
  })

  test('from other networks, and from nobody knows where, is not held up by it', async () => {
    const subject = await openSchool(open, 150)
    await oneEach(subject, 61, spray())
    expect(await verdictOf(subject, { ip: school })).toBe('too_many_attempts')
    expect(await verdictOf(subject, { ip: '203.0.113.1' })).toBe('signed_in')
    expect(looked(await oneEach(subject, 89, (index) => spray({})(index + 61)))).toBe(89)
  })
})

describe.each(storages)('on $name, a school behind one address', ({ open }) => {
  test('is let in, however many come at one moment', async () => {
    const subject = await openSchool(open, 150)
    const morning = () =>
      Promise.all(times(150, (index) => verdictOf(subject, { login: `pupil-${index}`, ip: school })))
    for (const _ of times(2, () => undefined))
      expect(new Set(await morning())).toEqual(new Set(['signed_in']))
  })

  test('is let in though everybody mistypes before', async () => {
    const subject = await openSchool(open, 80)
    for (const index of times(80, (each) => each)) {
      for (const _ of times(4, () => undefined))
        expect(await verdictOf(subject, spray()(index))).toBe('wrong_credentials')
      expect(await verdictOf(subject, { login: `pupil-${index}`, ip: school })).toBe('signed_in')
    }
  })

  test('gives nobody guesses for their own right passwords', async () => {
    const subject = await openSchool(open, 150)
    const verdicts = []
    for (const index of times(100, (each) => each)) {
      verdicts.push(await verdictOf(subject, spray()(index + 1)))
      await verdictOf(subject, { ip: school })
    }
    expect(looked(verdicts)).toBe(most)
  })
})
