import { unavailable, type Failure, type NewUser } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  codeAt,
  errorOf,
  inShort,
  openSubject,
  stepMs,
  storages,
  valueOf,
  type Subject,
  type SubjectOptions,
} from '../../../builders/keepsake.ts'
import { bring, credentialOf, firstPassword, resetTokenOf, ticketOf } from '../../../builders/passwords.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
/** 15 characters of one to four bytes each, and 8. */
const fifteen = 'horse 🐎 battery'
const eight = 'horse 🐎!'

type Choose = (newPassword: string) => ResultAsync<unknown, Failure>

/** Every way by which a password is chosen. Each proof is one of its own. */
const ways: readonly (readonly [string, (subject: Subject, id: string) => Promise<Choose>])[] = [
  [
    'by the present one',
    async (subject) => (newPassword) =>
      subject.keepsake.passwords.change({
        login: 'bob',
        password: firstPassword,
        newPassword,
        ...nextCode(subject),
      }),
  ],
  [
    'by a ticket',
    async (subject) => {
      const ticket = await ticketOf(subject, firstPassword, nextCode(subject))
      return (newPassword) => subject.keepsake.passwords.change({ ticket, newPassword })
    },
  ],
  [
    'by a reset token',
    async (subject) => {
      const token = await resetTokenOf(subject)
      return (newPassword) => subject.keepsake.passwords.completeReset({ token, newPassword })
    },
  ],
  [
    'by an administrator',
    async (subject, userId) => (newPassword) =>
      subject.keepsake.passwords.reset({ userId, by: 'administrator', newPassword }),
  ],
]

/** The code of the next time step, which nobody has used. */
const nextCode = ({ clock }: Subject): { readonly code: string } => {
  clock.set(clock.now() + stepMs)
  return { code: codeAt(secret, clock.now()) }
}

/** What is wrong with a password, in short; nothing where it is taken. */
const wrongWith = async (choose: Choose, newPassword: string): Promise<readonly string[]> => {
  const result = await choose(newPassword)
  if (result.isOk()) return []
  return 'issues' in result.error ? inShort(result.error.issues) : [result.error.kind]
}

describe.each(storages)('on $name, a password', ({ open }) => {
  describe.each(ways)('chosen %s', (_, way) => {
    const prepare = async (
      passwords: NonNullable<SubjectOptions['settings']>['passwords'] = {},
      row: NewUser = {},
      ports: SubjectOptions['ports'] = () => ({}),
    ): Promise<{ readonly choose: Choose; readonly subject: Subject; readonly id: string }> => {
      const settings = {
        resetUrl: 'https://example.com/reset',
        passwords: { chosenByAdministrators: true, ...passwords },
      }
      const subject = await openSubject(open, { settings, ports })
      const id = await bring(subject, { email: 'bob@corp.cn', resetPasswordOnFirstLogin: true, ...row })
      return { choose: await way(subject, id), subject, id }
    }

    test('has 15 characters at the least, of whatever size', async () => {
      const { choose } = await prepare()
      expect(await wrongWith(choose, fifteen.slice(0, -1))).toEqual(['newPassword password.too_short'])
      expect(await wrongWith(choose, fifteen)).toEqual([])
    })

    test('has 8 where an authenticator protects the account too', async () => {
      const { choose } = await prepare({}, { otp: { secret } })
      expect(await wrongWith(choose, eight.slice(0, -1))).toEqual(['newPassword password.too_short'])
      expect(await wrongWith(choose, eight)).toEqual([])
    })

    test('has as many as the pool asks for', async () => {
      const { choose } = await prepare({ policy: { minLength: 8, maxLength: 64 } })
      expect(await wrongWith(choose, eight.slice(0, -1))).toEqual(['newPassword password.too_short'])
      expect(await wrongWith(choose, words(65))).toEqual(['newPassword password.too_long'])
      expect(await wrongWith(choose, words(64))).toEqual([])
    })

    test('has at most 1,024, and is not hashed for being refused', async () => {
      let hashed = 0
      const { choose } = await prepare({}, {}, ({ passwordHasher }) => ({
        passwordHasher: {
          hash: (plain) => {
            hashed += 1
            return passwordHasher.hash(plain)
          },
        },
      }))
      const before = hashed
      for (const given of [words(1025), 'x'.repeat(10_000_000), 'too short'])
        expect(await wrongWith(choose, given)).toHaveLength(1)
      expect(hashed).toBe(before)
      expect(await wrongWith(choose, words(1024))).toEqual([])
      expect(hashed).toBe(before + 1)
    })

    test.each([
      ['passwordpassword', 'common'],
      ['1qaz2wsx3edc4rfv', 'common'],
      ['aaaaaaaaaaaaaaaaaaaa', 'common'],
      ['li.na.wu@corp.cn', 'resembles_identifier'],
      ['linawu-2024-abcd', 'resembles_identifier'],
      ['18812345678-2024', 'resembles_identifier'],
      ['beethoven-is-here', 'resembles_identifier'],
      ['keepsake-2024-ab', 'resembles_identifier'],
    ])('is not %s', async (given, code) => {
      const row = { email: 'li.na.wu@corp.cn', phone: '18812345678', name: 'Ludwig van Beethoven' }
      const { choose } = await prepare({ knownNames: ['Keepsake'] }, row)
      expect(await wrongWith(choose, given)).toEqual([`newPassword password.${code}`])
    })

    test('has not leaked, as far as anybody can tell', async () => {
      const leaked = 'a password that leaked'
      const count = (plain: { readonly reveal: () => string }) => okAsync(plain.reveal() === leaked ? 7 : 0)
      const { choose } = await prepare({}, {}, () => ({ breachedPasswords: { count } }))
      expect(await errorOf(choose(leaked))).toEqual({
        kind: 'rejected',
        issues: [{ code: 'password.breached', path: ['newPassword'] }],
      })
      expect(await wrongWith(choose, 'a password that did not')).toEqual([])
    })

    test.each(['accept', 'refuse'] as const)('is, while nobody can tell: %s', async (whenLeaksUnknown) => {
      const count = () => errAsync(unavailable('breached-passwords', new Error('down')))
      const ports = () => ({ breachedPasswords: { count } })
      const { choose, subject, id } = await prepare({ policy: { whenLeaksUnknown } }, {}, ports)
      const before = await credentialOf(subject, id)
      const result = await choose(fifteen)
      if (whenLeaksUnknown === 'accept') return expect(result.isOk()).toBe(true)
      expect(result._unsafeUnwrapErr()).toMatchObject({ kind: 'unavailable', part: 'breached-passwords' })
      expect(await credentialOf(subject, id)).toEqual(before)
    })

    test('is told all that is wrong with it at once, with the figures of the pool', async () => {
      const composition = { minClasses: 4, required: { digit: 2, upper: 1 } }
      const { choose, subject, id } = await prepare(
        { policy: { minLength: 20, composition } },
        { name: 'Sunshine' },
        () => ({ breachedPasswords: { count: () => okAsync(1) } }),
      )
      const before = await credentialOf(subject, id)
      const path = ['newPassword']
      expect(await errorOf(choose('sunshine'))).toEqual({
        kind: 'rejected',
        issues: [
          { code: 'password.too_short', path, params: { min: 20 } },
          { code: 'password.lacks_character_class', path, params: { class: 'upper', min: 1 } },
          { code: 'password.lacks_character_class', path, params: { class: 'digit', min: 2 } },
          { code: 'password.too_few_character_classes', path, params: { min: 4 } },
          { code: 'password.resembles_identifier', path, params: { min: 20 } },
          { code: 'password.common', path },
          { code: 'password.breached', path },
        ],
      })
      expect(await credentialOf(subject, id)).toEqual(before)
    })
  })

  test('is free in its characters by default', async () => {
    const subject = await openSubject(open)
    await bring(subject)
    let password: string = firstPassword
    for (const newPassword of [
      'onlylettersofonecase',
      'ONLYLETTERSOFONECASE',
      '902108675309420',
      '密码是一个很长很长的中文句子吧',
      '!§$%&/()=?+*#-_.:',
    ]) {
      await valueOf(subject.keepsake.passwords.change({ login: 'bob', password, newPassword }))
      password = newPassword
    }
  })
})

/** A text of so many characters that no list holds. */
const words = (length: number): string =>
  Array.from({ length }, (_, index) => `${index * index} `)
    .join('')
    .slice(0, length)
