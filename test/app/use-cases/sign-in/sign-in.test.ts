import { unavailable } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  errorOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'

const password = 'correct horse'

const verdictOf = async ({ keepsake }: Subject, login: string, given: string): Promise<string> =>
  (await valueOf(keepsake.signIn({ login, password: given }))).verdict

describe.each(storages)('on $name, a sign-in', ({ open }) => {
  test.each([
    [
      'email',
      { email: 'Zoë@Example.com' },
      ['zoë@example.com', 'ZOË@EXAMPLE.COM', ' Zoe\u0308@example.com '],
    ],
    [
      'phone number',
      { phone: '18812345678' },
      ['18812345678', '+8618812345678', '188-1234-5678', '+86 188 1234 5678', '１８８１２３４５６７８'],
    ],
    ['username', { username: 'bob' }, ['bob', ' bob ', 'ｂｏｂ']],
  ])('finds its user by %s, however it is spelt', async (_, row, logins) => {
    const subject = await openSubject(open)
    await valueOf(subject.keepsake.users.create({ list: [{ ...row, password }] }))
    for (const login of logins)
      expect([login, await verdictOf(subject, login, password)]).toEqual([login, 'signed_in'])
  })

  test('answers the account and a device token, and nothing else', async () => {
    const { keepsake } = await openSubject(open)
    await valueOf(keepsake.users.create({ list: [{ username: 'bob', password }] }))
    const answer = await valueOf(keepsake.signIn({ login: 'bob', password }))
    expect(Object.keys(answer).toSorted()).toEqual(['account', 'deviceToken', 'verdict'])
  })

  test('tells usernames apart by their case', async () => {
    const subject = await openSubject(open)
    const list = [
      { username: 'bob', password },
      { username: 'BOB', password: 'another' },
    ]
    await valueOf(subject.keepsake.users.create({ list }))
    expect(await verdictOf(subject, 'BOB', password)).toBe('wrong_credentials')
    expect(await verdictOf(subject, 'BOB', 'another')).toBe('signed_in')
  })

  test('answers the same for an unknown login, a wrong password, no password and no sane one', async () => {
    const subject = await openSubject(open)
    const list = [{ username: 'bob', password }, { username: 'eve' }]
    await valueOf(subject.keepsake.users.create({ list }))
    const attempts = [
      ['nobody', password],
      ['', password],
      ['\ud800', password],
      ['x'.repeat(100_000), password],
      ['bob', 'wrong'],
      ['bob', ''],
      ['bob', ` ${password}`],
      ['bob', 'x'.repeat(100_000)],
      ['bob', '\ud800'],
      ['eve', password],
      ['eve', ''],
    ]
    for (const [login = '', given = ''] of attempts)
      expect(await valueOf(subject.keepsake.signIn({ login, password: given }))).toEqual({
        verdict: 'wrong_credentials',
      })
  })

  test.each(['Suspended', 'Deactivated', 'Resigned', 'Archived'])(
    'of a user who is %s is answered as if there were none',
    async (status) => {
      const subject = await openSubject(open)
      const otp = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' }
      await valueOf(subject.keepsake.users.create({ list: [{ username: 'bob', password, status, otp }] }))
      expect(await verdictOf(subject, 'bob', 'wrong')).toBe('wrong_credentials')
      expect(await verdictOf(subject, 'bob', password)).toBe('wrong_credentials')
      const account = await valueOf(subject.keepsake.users.find({ username: 'bob' }))
      expect(account?.user.signIns).toEqual({ count: 0 })
    },
  )

  test('of somebody who must change the password is not counted', async () => {
    const subject = await openSubject(open)
    const list = [{ username: 'bob', password, resetPasswordOnFirstLogin: true }]
    await valueOf(subject.keepsake.users.create({ list }))
    expect(await valueOf(subject.keepsake.signIn({ login: 'bob', password }))).toEqual({
      verdict: 'password_change_required',
      ticket: expect.objectContaining({ reveal: expect.any(Function) }),
    })
    expect((await valueOf(subject.keepsake.users.find({ username: 'bob' })))?.user.signIns.count).toBe(0)
  })

  test('is counted, and its time and place remembered, where it succeeds', async () => {
    const { keepsake, clock } = await openSubject(open)
    await valueOf(keepsake.users.create({ list: [{ username: 'bob', password }] }))
    const attempt = { login: 'bob', password, ip: '192.0.2.1' }
    const first = await valueOf(keepsake.signIn(attempt))
    clock.set(startedAt + 5000)
    await valueOf(keepsake.signIn({ ...attempt, password: 'wrong', ip: '192.0.2.66' }))
    const second = await valueOf(keepsake.signIn({ ...attempt, ip: '2001:db8::1' }))
    expect([first, second].map((answer) => 'account' in answer && answer.account.user.signIns)).toEqual([
      { count: 1, lastAt: startedAt, lastIp: '192.0.2.1' },
      { count: 2, lastAt: startedAt + 5000, lastIp: '2001:db8::1' },
    ])
    const kept = await valueOf(keepsake.users.find({ login: 'bob' }))
    expect(kept).toEqual('account' in second && second.account)
  })

  test('is counted however many there are at one moment', async () => {
    const { keepsake } = await openSubject(open)
    await valueOf(keepsake.users.create({ list: [{ username: 'bob', password }] }))
    await Promise.all(Array.from({ length: 20 }, () => keepsake.signIn({ login: 'bob', password })))
    expect((await valueOf(keepsake.users.find({ login: 'bob' })))?.user.signIns.count).toBe(20)
  })

  test('works on as many hashes for a login that nobody has as for one that somebody has', async () => {
    const checks: string[] = []
    const subject = await openSubject(open, {
      ports: ({ passwordVerifier }) => ({
        passwordVerifier: {
          ...passwordVerifier,
          verify: (text, hash) => {
            checks.push(hash.format)
            return passwordVerifier.verify(text, hash)
          },
        },
      }),
    })
    const list = [{ username: 'bob', password }, { username: 'eve' }]
    await valueOf(subject.keepsake.users.create({ list }))
    const work: number[] = []
    for (const given of ['wrong', 'Ame\u0301lie ﬁre'])
      for (const login of ['bob', 'eve', 'nobody']) {
        checks.length = 0
        await verdictOf(subject, login, given)
        work.push(checks.length)
      }
    expect(work).toEqual([1, 1, 1, 3, 3, 3])
  })

  test('by a login that nobody has is answered again once the hasher is back', async () => {
    let down = true
    const subject = await openSubject(open, {
      ports: ({ passwordHasher }) => ({
        passwordHasher: {
          hash: (plain) =>
            down
              ? errAsync(unavailable('password-hasher', new Error('too busy')))
              : passwordHasher.hash(plain),
        },
      }),
    })
    const attempt = { login: 'nobody', password }
    expect(await errorOf(subject.keepsake.signIn(attempt))).toMatchObject({ part: 'password-hasher' })
    down = false
    expect(await valueOf(subject.keepsake.signIn(attempt))).toEqual({ verdict: 'wrong_credentials' })
  })
})

describe.each(storages)('on $name, where a sign-in comes from', ({ open }) => {
  test.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8::7', '2001:db8::7'],
    ['6.6.6.6\nforged', undefined],
    ['x'.repeat(1_000_000), undefined],
    ['', undefined],
  ])('is remembered if it is an address', async (ip, remembered) => {
    const { keepsake } = await openSubject(open)
    await valueOf(keepsake.users.create({ list: [{ username: 'bob', password }] }))
    await valueOf(keepsake.signIn({ login: 'bob', password, ip }))
    const account = await valueOf(keepsake.users.find({ login: 'bob' }))
    expect(account?.user.signIns).toEqual({
      count: 1,
      lastAt: startedAt,
      ...(remembered && { lastIp: remembered }),
    })
  })
})
