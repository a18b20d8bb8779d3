import { unavailable } from '@keepsake/domain'
import { errAsync, okAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  errorOf,
  everythingIn,
  inShort,
  issuesOf,
  openSubject,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'
import { bring, bringWithout, firstPassword } from '../../../builders/passwords.ts'
import type { ValidatePassword } from '@keepsake/app'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const eight = 'horse 🐎!'
const row = { username: 'lina.wu', email: 'li@corp.cn', phone: '18812345678', name: 'Beethoven' }
const likeHer = ['lina-wu-2024-kqzv', '18812345678-kqzvm', 'beethoven-is-here']

const validate = async ({ keepsake }: Subject, command: ValidatePassword): Promise<readonly string[]> =>
  inShort(await valueOf(keepsake.passwords.validate(command)))

describe.each(storages)('on $name, the word on a password', ({ open }) => {
  test('for nobody in particular is the policy of the pool, with every issue at once', async () => {
    const composition = { minClasses: 3, required: { digit: 1 } }
    const subject = await openSubject(open, {
      settings: { passwords: { policy: { minLength: 12, composition }, knownNames: ['Widgetry'] } },
      ports: () => ({ breachedPasswords: { count: () => okAsync(1) } }),
    })
    expect(await valueOf(subject.keepsake.passwords.validate({ password: 'widgetry' }))).toEqual(
      [
        { code: 'password.too_short', params: { min: 12 } },
        { code: 'password.lacks_character_class', params: { class: 'digit', min: 1 } },
        { code: 'password.too_few_character_classes', params: { min: 3 } },
        { code: 'password.resembles_identifier', params: { min: 12 } },
        { code: 'password.breached' },
      ].map((issue) => ({ ...issue, path: ['password'] })),
    )
  })

  test.each([
    [firstPassword, []],
    ['horse 🐎 battery', []],
    ['horse 🐎 batter', ['password password.too_short']],
    ['passwordpassword', ['password password.common']],
    ['', ['password password.empty']],
    ['\ud800', ['password password.not_text']],
    ['x'.repeat(100_000), ['password password.too_long']],
  ])('for nobody in particular is, of %.20s, %j', async (password, named) => {
    expect(await validate(await openSubject(open), { password })).toEqual(named)
  })

  test('for a user counts who the user is, and the authenticator', async () => {
    const subject = await openSubject(open)
    const [her, him] = [await bring(subject, row), await bringWithout(subject, { otp: { secret } })]
    for (const password of likeHer) {
      const named = ['password password.resembles_identifier']
      expect(await validate(subject, { password, userId: her })).toEqual(named)
      expect(await validate(subject, { password, userId: him })).toEqual([])
    }
    expect(await validate(subject, { password: eight, userId: her })).toEqual(['password password.too_short'])
    expect(await validate(subject, { password: eight, userId: him })).toEqual([])
  })

  test('for a user who is about to be one counts what is given, however much of it is wrong', async () => {
    const subject = await openSubject(open)
    for (const user of [row, { ...row, birthdate: 'yesterday' }, { ...row, email: 'li@' }])
      for (const password of likeHer)
        expect(await validate(subject, { password, user })).toEqual([
          'password password.resembles_identifier',
        ])
    expect(
      await validate(subject, { password: 'half-an-email-li', user: { email: 'half.an.email' } }),
    ).toEqual(['password password.resembles_identifier'])
    expect(await validate(subject, { password: eight, user: row })).toEqual(['password password.too_short'])
    expect(await validate(subject, { password: eight, user: { ...row, otp: { secret } } })).toEqual([])
  })

  test('says nothing of the passwords that the user has and had', async () => {
    const subject = await openSubject(open, { settings: { passwords: { policy: { history: 3 } } } })
    const userId = await bring(subject)
    const newPassword = 'second to none, and longer'
    await valueOf(subject.keepsake.passwords.change({ login: 'bob', password: firstPassword, newPassword }))
    for (const password of [firstPassword, newPassword])
      expect(await validate(subject, { password, userId })).toEqual([])
  })

  test('is refused for an unknown user', async () => {
    const { keepsake } = await openSubject(open)
    const command = { password: firstPassword, userId: 'nobody' }
    expect(await issuesOf(keepsake.passwords.validate(command))).toEqual(['userId user.not_found'])
  })

  test('writes nothing, and counts as no attempt', async () => {
    const subject = await openSubject(open)
    const userId = await bring(subject)
    const before = await everythingIn(subject)
    for (const command of [{}, { userId }, { user: row }])
      for (const password of ['weak', firstPassword]) await validate(subject, { password, ...command })
    expect(await everythingIn(subject)).toEqual(before)
  })

  test.each([
    ['accept', undefined],
    ['refuse', 'breached-passwords'],
  ] as const)('is, while nobody can tell of leaks, as the pool says: %s', async (whenLeaksUnknown, part) => {
    const count = () => errAsync(unavailable('breached-passwords', new Error('down')))
    const subject = await openSubject(open, {
      settings: { passwords: { policy: { whenLeaksUnknown } } },
      ports: () => ({ breachedPasswords: { count } }),
    })
    const call = subject.keepsake.passwords.validate({ password: firstPassword })
    if (part === undefined) expect(await valueOf(call)).toEqual([])
    else expect(await errorOf(call)).toMatchObject({ kind: 'unavailable', part })
  })
})
