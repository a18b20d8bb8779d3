import { never } from '@keepsake/domain/rules'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  issuesOf,
  openSubject,
  startedAt,
  stepMs,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'

const password = 'correct horse battery'
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const recoveryCode = 'b471-8ec0-874a-087f-bccb-cd54'
const minute = 60_000
const home = '192.0.2.1'

const openWithBob = async (open: OpenSubject, more: object = {}): Promise<Subject> => {
  const subject = await openSubject(open)
  await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob', password, ...more }] }))
  return subject
}

type Attempt = { login?: string; password?: string; ip?: string; code?: string; recoveryCode?: string }

const answerTo = ({ keepsake }: Subject, attempt: Attempt) =>
  valueOf(keepsake.signIn({ login: 'bob', password, ...attempt }))

const verdictOf = async (subject: Subject, attempt: Attempt): Promise<string> =>
  (await answerTo(subject, attempt)).verdict

const verdictsOf = async (subject: Subject, attempts: readonly Attempt[]): Promise<readonly string[]> => {
  const verdicts: string[] = []
  for (const attempt of attempts) verdicts.push(await verdictOf(subject, attempt))
  return verdicts
}

const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index))

describe.each(storages)('on $name, guesses at a password', ({ open }) => {
  test('from one network are looked at five times, and then wait for half a minute and longer', async () => {
    const subject = await openWithBob(open)
    const guess = { password: 'wrong', ip: home }
    expect(
      await verdictsOf(
        subject,
        times(7, () => guess),
      ),
    ).toEqual([...times(5, () => 'wrong_credentials'), 'too_many_attempts', 'too_many_attempts'])
    expect(await answerTo(subject, { ip: home })).toEqual({
      verdict: 'too_many_attempts',
      retryAt: startedAt + 5000,
      otherPasswordAt: startedAt + minute / 2,
    })
    subject.clock.set(startedAt + minute / 2)
    expect(await verdictsOf(subject, [guess, guess])).toEqual(['wrong_credentials', 'too_many_attempts'])
    subject.clock.set(startedAt + minute / 2 + minute - 1)
    expect(await verdictOf(subject, guess)).toBe('too_many_attempts')
  })

  test('that wait are not looked at, right ones neither', async () => {
    let looked = 0
    const subject = await openSubject(open, {
      ports: ({ passwordVerifier }) => ({
        passwordVerifier: {
          ...passwordVerifier,
          verify: (text, hash) => {
            looked += 1
            return passwordVerifier.verify(text, hash)
          },
        },
      }),
    })
    await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob', password }] }))
    await Promise.all(times(64, (index) => answerTo(subject, { password: `wrong ${index}`, ip: home })))
    expect(looked).toBe(5)
    expect(await verdictOf(subject, { ip: home })).toBe('too_many_attempts')
    expect(looked).toBe(5)
  })

  test('by the way of a change of password are the same guesses', async () => {
    const subject = await openWithBob(open)
    await verdictsOf(
      subject,
      times(5, () => ({ password: 'wrong', ip: home })),
    )
    const command = { login: 'bob', password, newPassword: 'nine geese on a raft', ip: home }
    expect(await valueOf(subject.keepsake.passwords.change(command))).toMatchObject({
      verdict: 'too_many_attempts',
    })
  })

  test('that end in a right one are forgotten', async () => {
    const subject = await openWithBob(open)
    const guess = { password: 'wrong', ip: home }
    for (const _ of times(4, () => undefined))
      expect(await verdictsOf(subject, [guess, guess, guess, guess, { ip: home }])).toEqual([
        ...times(4, () => 'wrong_credentials'),
        'signed_in',
      ])
  })

  test('at a login that nobody has are answered alike, attempt for attempt', async () => {
    const subject = await openWithBob(open)
    for (const ip of [home, undefined]) {
      const answers = async (login: string) => {
        const found = []
        for (const index of times(120, (each) => each))
          found.push(
            await answerTo(subject, {
              login,
              password: `wrong ${index}`,
              ...(ip === undefined ? {} : { ip }),
            }),
          )
        return found
      }
      expect(JSON.stringify(await answers('nobody'))).toBe(JSON.stringify(await answers('bob')))
    }
  })

  test('at one account count together, by whatever it is called', async () => {
    const subject = await openWithBob(open, { email: 'bob@example.com', phone: '18812348888' })
    const logins = [
      'bob',
      'BOB@example.com',
      'bob@example.com',
      '188 1234 8888',
      '+8618812348888',
      'Bob@Example.COM',
    ]
    const guesses = logins.map((login) => ({ login, password: 'wrong', ip: home }))
    expect(await verdictsOf(subject, guesses)).toEqual([
      ...times(5, () => 'wrong_credentials'),
      'too_many_attempts',
    ])
  })

  test('at different accounts do not count together', async () => {
    const subject = await openWithBob(open)
    await valueOf(subject.keepsake.users.create({ list: [{ username: 'eve', password }] }))
    await verdictsOf(
      subject,
      times(6, () => ({ password: 'wrong', ip: home })),
    )
    expect(await verdictOf(subject, { login: 'eve', ip: home })).toBe('signed_in')
  })

  test('from everywhere never keep out who comes from where they have signed in before', async () => {
    const subject = await openWithBob(open)
    expect(await verdictOf(subject, { ip: home })).toBe('signed_in')
    const guesses = times(300, (index) => ({
      password: 'wrong',
      ip: `198.51.${Math.floor(index / 250)}.${index % 250}`,
    }))
    const verdicts = await verdictsOf(subject, guesses)
    expect(verdicts.filter((verdict) => verdict === 'wrong_credentials')).toHaveLength(100)
    expect(await verdictOf(subject, { ip: '203.0.113.1' })).toBe('too_many_attempts')
    expect(
      await verdictsOf(
        subject,
        times(20, () => ({ ip: home })),
      ),
    ).toEqual(times(20, () => 'signed_in'))
    // Their signing in does not give the guessers a new start.
    expect(await verdictOf(subject, { password: 'wrong', ip: '203.0.113.2' })).toBe('too_many_attempts')
  })

  test('of strangers wait for a minute at the longest, for the owner may be one of them', async () => {
    const subject = await openWithBob(open)
    let now = startedAt
    await verdictsOf(
      subject,
      times(100, () => ({ password: 'wrong' })),
    )
    for (const _ of times(10, () => undefined)) {
      now += minute
      subject.clock.set(now)
      expect(await verdictOf(subject, { password: 'wrong' })).toBe('wrong_credentials')
    }
    subject.clock.set(now + minute)
    expect(await verdictOf(subject, {})).toBe('signed_in')
  })

  test('of strangers who keep the owner waiting do not count what the owner tries meanwhile', async () => {
    const subject = await openWithBob(open)
    await verdictsOf(
      subject,
      times(100, (index) => ({ password: 'wrong', ip: `198.51.100.${index}` })),
    )
    expect(
      await verdictsOf(
        subject,
        times(20, () => ({ ip: home })),
      ),
    ).toEqual(times(20, () => 'too_many_attempts'))
    await valueOf(subject.keepsake.users.unlock({ userId: subject.ids()[0]! }))
    expect(await verdictOf(subject, { ip: home })).toBe('signed_in')
  })

  test('are lifted by the owner who resets the password', async () => {
    const subject = await openSubject(open, { settings: { resetUrl: 'https://example.com/reset' } })
    const list = [{ username: 'bob', email: 'bob@example.com', password }]
    await valueOf(subject.keepsake.users.create({ list }))
    await verdictsOf(
      subject,
      times(101, () => ({ password: 'wrong' })),
    )
    await valueOf(subject.keepsake.passwords.requestReset({ login: 'bob' }))
    await valueOf(subject.keepsake.notices.deliver())
    const [message] = subject.sender.messages()
    const token = message !== undefined && 'token' in message ? message.token.reveal() : ''
    const newPassword = 'nine geese on a raft'
    await valueOf(subject.keepsake.passwords.completeReset({ token, newPassword }))
    expect(await verdictOf(subject, { password: newPassword })).toBe('signed_in')
  })

  test('are counted for good before anything else can fail', async () => {
    const subject = await openSubject(open, {
      ports: ({ passwordVerifier }) => ({
        passwordVerifier: {
          ...passwordVerifier,
          verify: () => {
            throw new Error('a defect')
          },
        },
      }),
    })
    await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob', password }] }))
    for (const _ of times(5, () => undefined))
      await expect(answerTo(subject, { ip: home })).rejects.toThrow('"part":"password-verifier"')
    expect(await verdictOf(subject, { ip: home })).toBe('too_many_attempts')
  })
})

describe.each(storages)('on $name, guesses at a code', ({ open }) => {
  const otp = { secret, recoveryCode }
  const right = (subject: Subject) => ({ code: codeAt(secret, subject.clock.now()) })

  test('come to an end after ten wrong ones, for the right one too, however long one waits', async () => {
    const subject = await openWithBob(open, { otp })
    expect(
      await verdictsOf(
        subject,
        times(11, () => ({ code: 'abcdef' })),
      ),
    ).toEqual([...times(10, () => 'wrong_credentials'), 'otp_locked'])
    expect(await verdictOf(subject, right(subject))).toBe('otp_locked')
    subject.clock.set(startedAt + Math.floor(never / 1000))
    expect(await verdictOf(subject, right(subject))).toBe('otp_locked')
  })

  test('at one moment are looked at ten times at the most', async () => {
    const subject = await openWithBob(open, { otp })
    const verdicts = await Promise.all(times(64, () => verdictOf(subject, { code: 'abcdef' })))
    expect(verdicts.filter((verdict) => verdict === 'wrong_credentials')).toHaveLength(10)
    expect(verdicts.filter((verdict) => verdict === 'otp_locked')).toHaveLength(54)
  })

  test('can be made by nobody without the password', async () => {
    const subject = await openWithBob(open, { otp })
    await verdictsOf(
      subject,
      times(50, (index) => ({ password: 'wrong', code: String(100_000 + index) })),
    )
    expect(await verdictOf(subject, right(subject))).toBe('signed_in')
  })

  test('leave the recovery code untouched, which opens the way again', async () => {
    const subject = await openWithBob(open, { otp })
    await verdictsOf(
      subject,
      times(11, () => ({ code: 'abcdef' })),
    )
    expect(await verdictOf(subject, { recoveryCode })).toBe('signed_in')
    expect(await verdictOf(subject, right(subject))).toBe('signed_in')
  })

  test('do not count against the password, nor its guesses against them', async () => {
    const subject = await openWithBob(open, { otp })
    await verdictsOf(
      subject,
      times(9, () => ({ code: 'abcdef', ip: home })),
    )
    await verdictsOf(
      subject,
      times(4, () => ({ password: 'wrong', ip: home })),
    )
    expect(await verdictOf(subject, { ...right(subject), ip: home })).toBe('signed_in')
  })

  test('are forgotten after a right one', async () => {
    const subject = await openWithBob(open, { otp })
    for (const round of times(3, (each) => each)) {
      subject.clock.set(startedAt + round * stepMs)
      await verdictsOf(
        subject,
        times(9, () => ({ code: 'abcdef' })),
      )
      expect(await verdictOf(subject, right(subject))).toBe('signed_in')
    }
  })

  test('begin anew with an authenticator that is put in the place of the old one', async () => {
    const subject = await openWithBob(open, { otp })
    await verdictsOf(
      subject,
      times(11, () => ({ code: 'abcdef' })),
    )
    const userId = subject.ids()[0]!
    const fresh = 'KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU'
    await valueOf(
      subject.keepsake.authenticators.import({ list: [{ userId, otp: { secret: fresh } }], replace: true }),
    )
    const code = codeAt(fresh, startedAt)
    expect(await verdictOf(subject, { code })).toBe('signed_in')
  })

  test('are lifted by an administrator', async () => {
    const subject = await openWithBob(open, { otp })
    await verdictsOf(
      subject,
      times(11, () => ({ code: 'abcdef' })),
    )
    await verdictsOf(
      subject,
      times(101, () => ({ password: 'wrong' })),
    )
    const { user } = await valueOf(subject.keepsake.users.unlock({ userId: subject.ids()[0]! }))
    expect(user.username?.text).toBe('bob')
    expect(await verdictOf(subject, right(subject))).toBe('signed_in')
    expect(await issuesOf(subject.keepsake.users.unlock({ userId: 'nobody' }))).toEqual([
      'userId user.not_found',
    ])
  })
})
