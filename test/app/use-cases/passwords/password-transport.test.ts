import { constants, publicEncrypt } from 'node:crypto'
import { sm2 } from 'sm-crypto'
import { describe, expect, test } from 'vitest'
import { issuesOf, openSubject, storages, valueOf, type Subject } from '../../../builders/keepsake.ts'
import {
  bring,
  bringWithout,
  delivered,
  firstPassword,
  resetTokenOf,
  ticketOf,
  verdictOf,
} from '../../../builders/passwords.ts'
import { publicKeyOf } from '../../../builders/public-key.ts'

const newPassword = '第二个密码, and a longer one'
const by = 'administrator'
const settings = { passwords: { chosenByAdministrators: true } }

type Sent = { readonly passwordEncryptType: 'rsa' | 'sm2' | 'none' }

/** How a client of each kind sends a password. */
const senders: readonly (Sent & { readonly send: (subject: Subject, text: string) => string })[] = [
  { passwordEncryptType: 'none', send: (_, text) => text },
  {
    passwordEncryptType: 'rsa',
    send: ({ ports: { transportCiphers } }, text) =>
      publicEncrypt(
        { key: publicKeyOf(transportCiphers.rsa), padding: constants.RSA_PKCS1_PADDING },
        Buffer.from(text),
      ).toString('base64'),
  },
  {
    passwordEncryptType: 'sm2',
    send: ({ ports: { transportCiphers } }, text) =>
      sm2.doEncrypt(text, publicKeyOf(transportCiphers.sm2), 1),
  },
]

describe.each(storages)('on $name', ({ open }) => {
  describe.each(senders)('a password that is sent under $passwordEncryptType', ({ send, ...sent }) => {
    const login = 'bob'

    test('signs in', async () => {
      const subject = await openSubject(open)
      await bring(subject)
      const attempt = { login, password: send(subject, firstPassword), ...sent }
      expect((await valueOf(subject.keepsake.signIn(attempt))).verdict).toBe('signed_in')
      const wrong = { ...attempt, password: send(subject, newPassword) }
      expect((await valueOf(subject.keepsake.signIn(wrong))).verdict).toBe('wrong_credentials')
    })

    test('is changed, beside the present one and by a ticket', async () => {
      const subject = await openSubject(open)
      await bring(subject)
      const sentNew = send(subject, newPassword)
      const change = { login, password: send(subject, firstPassword), newPassword: sentNew, ...sent }
      expect((await valueOf(subject.keepsake.passwords.change(change))).verdict).toBe('changed')
      expect(await verdictOf(subject, newPassword)).toBe('signed_in')

      const late = await openSubject(open)
      await bring(late, { resetPasswordOnFirstLogin: true })
      const byTicket = { ticket: await ticketOf(late), newPassword: send(late, newPassword), ...sent }
      expect((await valueOf(late.keepsake.passwords.change(byTicket))).verdict).toBe('changed')
      expect(await verdictOf(late, newPassword)).toBe('signed_in')
    })

    test('completes a reset', async () => {
      const subject = await openSubject(open, {
        settings: { resetUrl: 'https://example.com/reset' },
      })
      await bring(subject, { email: 'bob@example.com' })
      const token = await resetTokenOf(subject)
      const reset = { token, newPassword: send(subject, newPassword), ...sent }
      expect((await valueOf(subject.keepsake.passwords.completeReset(reset))).verdict).toBe('changed')
      expect(await verdictOf(subject, newPassword)).toBe('signed_in')
    })

    test('is judged and set for an administrator', async () => {
      const subject = await openSubject(open, { settings })
      const userId = await bringWithout(subject)
      const judged = { password: send(subject, 'weaker'), userId, ...sent }
      expect(await valueOf(subject.keepsake.passwords.validate(judged))).toMatchObject([
        { code: 'password.too_short', path: ['password'] },
      ])
      const set = { userId, by, newPassword: send(subject, newPassword), mustChange: false, ...sent } as const
      await valueOf(subject.keepsake.passwords.reset(set))
      expect(await verdictOf(subject, newPassword)).toBe('signed_in')
    })
  })

  test('what cannot be opened is rejected under its field, by every verb, and counts as no attempt', async () => {
    const subject = await openSubject(open, { settings })
    const userId = await bring(subject)
    const { keepsake } = subject
    const passwordEncryptType = 'rsa'
    const [password, newPassword] = ['bm90aGluZw==', 'bm90aGluZw==']
    expect(await issuesOf(keepsake.signIn({ login: 'bob', password, passwordEncryptType }))).toEqual([
      'password password.undecryptable',
    ])
    expect(await issuesOf(keepsake.passwords.validate({ password, passwordEncryptType }))).toEqual([
      'password password.undecryptable',
    ])
    const sent = { newPassword, passwordEncryptType } as const
    for (const issues of [
      await issuesOf(keepsake.passwords.change({ ticket: 'a.b', ...sent })),
      await issuesOf(keepsake.activations.complete({ token: 'a.b', ...sent })),
      await issuesOf(keepsake.passwords.completeReset({ token: 'a.b', ...sent })),
      await issuesOf(keepsake.passwords.reset({ userId, by, ...sent })),
    ])
      expect(issues).toEqual(['newPassword password.undecryptable'])
    expect(await delivered(subject)).toEqual([])
    expect(await verdictOf(subject, firstPassword)).toBe('signed_in')
  })

  test('a cipher that is not offered is named', async () => {
    const subject = await openSubject(open, { ports: () => ({ transportCiphers: {} }) })
    const attempt = { login: 'bob', password: 'x', passwordEncryptType: 'sm2' } as const
    expect(await issuesOf(subject.keepsake.signIn(attempt))).toEqual([
      'password password.encrypt_type_not_offered',
    ])
  })
})
