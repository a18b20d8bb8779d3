import { unavailable, type Part } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  errorOf,
  everythingIn,
  openSubject,
  storages,
  valueOf,
  type SubjectOptions,
} from '../../builders/keepsake.ts'
import { tokenIn } from '../../builders/messages.ts'
import { delivered, resetTokenOf, ticketOf } from '../../builders/passwords.ts'

const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const settings = {
  loginUrl: 'https://example.com/login',
  resetUrl: 'https://example.com/reset',
  activationUrl: 'https://example.com/activate',
}

const down = (part: Part) => () => errAsync(unavailable(part, new Error('down')))

/** Each part that creating users leans on, out of order. */
const parts: readonly (readonly [Part, NonNullable<SubjectOptions['ports']>])[] = [
  ['password-hasher', () => ({ passwordHasher: { hash: down('password-hasher') } })],
  ['secret-box', ({ secretBox }) => ({ secretBox: { ...secretBox, seal: down('secret-box') } })],
  [
    'secret-box',
    ({ recoveryCodeHasher }) => ({ recoveryCodeHasher: { ...recoveryCodeHasher, hash: down('secret-box') } }),
  ],
  [
    'organization',
    ({ organization }) => ({ organization: { ...organization, findTenants: down('organization') } }),
  ],
  [
    'transport-cipher',
    ({ transportCiphers }) => ({
      transportCiphers: { rsa: { ...transportCiphers.rsa!, open: down('transport-cipher') } },
    }),
  ],
]

describe.each(storages)('on $name, users are not created while', ({ open }) => {
  test.each(parts)('the %s does not answer, and nothing of them is written', async (part, ports) => {
    const subject = await openSubject(open, { settings, ports })
    const before = await everythingIn(subject)
    const list = [
      { username: 'ann' },
      { username: 'bob', password: 'x', otp: { secret, recoveryCode: 'b471-8ec0-874a' } },
      { username: 'eve', password: 'x', passwordEncryptType: 'rsa' },
    ].slice(0, part === 'transport-cipher' ? 3 : 2)
    for (const mode of ['all', 'each'] as const)
      expect(await errorOf(subject.keepsake.users.create({ list, mode }))).toMatchObject({
        kind: 'unavailable',
        part,
      })
    expect(await everythingIn(subject)).toEqual(before)
  })
})

describe.each(storages)('on $name, once the storage is closed', ({ open }) => {
  test('every call is unavailable, and nobody is let in', async () => {
    const subject = await openSubject(open, { settings })
    const { keepsake, opened } = subject
    const row = { email: 'bob@example.com', password: 'x', resetPasswordOnFirstLogin: true }
    const { created } = await valueOf(
      keepsake.users.create({
        list: [
          { username: 'eve', password: 'x', otp: { secret } },
          { username: 'bob', ...row },
        ],
      }),
    )
    await valueOf(
      keepsake.users.create({
        list: [{ email: 'new@example.com' }],
        options: { autoGeneratePassword: true, sendNotification: { sendEmailNotification: true } },
      }),
    )
    const activation = tokenIn((await delivered(subject))[0])!
    const id = created[0]!.account.user.id
    const newPassword = 'second to none, and longer'
    const [ticket, token] = [await ticketOf(subject, 'x'), await resetTokenOf(subject)]
    await valueOf(opened.storage.close())
    const calls = {
      createUsers: keepsake.users.create({ list: [{ username: 'eve' }] }),
      createUsersEach: keepsake.users.create({ list: [{ username: 'eve' }], mode: 'each' }),
      importAuthenticators: keepsake.authenticators.import({ list: [{ userId: id, otp: { secret } }] }),
      getUser: keepsake.users.get({ userId: id }),
      findUser: keepsake.users.find({ username: 'bob' }),
      signIn: keepsake.signIn({ login: 'bob', password: 'x' }),
      signInOfNobody: keepsake.signIn({ login: 'nobody', password: 'x' }),
      changePassword: keepsake.passwords.change({ login: 'bob', password: 'x', newPassword }),
      changePasswordByTicket: keepsake.passwords.change({ ticket, newPassword }),
      validatePassword: keepsake.passwords.validate({ password: newPassword, userId: id }),
      requestPasswordReset: keepsake.passwords.requestReset({ login: 'bob' }),
      requestPasswordResetOfNobody: keepsake.passwords.requestReset({ login: 'nobody' }),
      completePasswordReset: keepsake.passwords.completeReset({ token, newPassword }),
      completeActivation: keepsake.activations.complete({ token: activation, newPassword }),
      resendActivation: keepsake.activations.resend({ userId: id }),
      resetPassword: keepsake.passwords.reset({ userId: id, by: 'generated' }),
      requirePasswordChange: keepsake.passwords.requireChange({ userId: id }),
      unlockUser: keepsake.users.unlock({ userId: id }),
      revealTotpSecret: keepsake.authenticators.reveal({ userId: id }),
      deliverNotices: keepsake.notices.deliver(),
    }
    for (const [name, call] of Object.entries(calls))
      expect([name, await errorOf<unknown, unknown>(call)]).toMatchObject([
        name,
        { kind: 'unavailable', part: 'storage' },
      ])
  })
})
