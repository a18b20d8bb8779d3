import type { CreateUsersOptions, Message, NewUser } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  everythingIn,
  inShort,
  issuesOf,
  openSubject,
  storages,
  valueOf,
} from '../../../builders/keepsake.ts'
import { tokenIn } from '../../../builders/messages.ts'
import { delivered, verdictOf, waitingNotices } from '../../../builders/passwords.ts'

const activationUrl = 'https://example.com/activate'
const settings = { activationUrl, apps: { shop: { loginUrl: 'https://shop.example.com' } } }
const email = { sendEmailNotification: true }
const sms = { sendPhoneNotification: true }
const options = { autoGeneratePassword: true, sendNotification: email } as const
const both: NewUser = { username: 'bob', email: 'Both@Example.com', phone: '18812345678' }
const newPassword = 'first of all, and my own'

const inLine = (message: Message): string =>
  `${message.kind} ${message.channel} ${message.to} ${'activationUrl' in message ? message.activationUrl : ''}`

describe.each(storages)('on $name, a new user whose password is to be generated', ({ open }) => {
  test('is sent a link in its place, and has no password until one is set by it', async () => {
    const subject = await openSubject(open, { settings })
    const { created, warnings } = await valueOf(subject.keepsake.users.create({ list: [both], options }))
    const { user, password } = created[0]!.account
    expect({ password, warnings }).toEqual({ password: undefined, warnings: [] })
    expect(await valueOf(subject.rest.credentials.findByUserIds([user.id]))).toEqual([])
    const [message, ...others] = await delivered(subject)
    expect([inLine(message!), others]).toEqual([
      `account-activation email Both@Example.com ${activationUrl}`,
      [],
    ])
    for (const guess of ['', newPassword]) expect(await verdictOf(subject, guess)).toBe('wrong_credentials')

    const activation = { token: tokenIn(message)!, newPassword }
    expect(await valueOf(subject.keepsake.activations.complete(activation))).toMatchObject({
      verdict: 'activated',
      account: { user: { id: user.id }, password: { mustChange: false } },
    })
    expect(await verdictOf(subject, newPassword)).toBe('signed_in')
  })

  test('is sent a link of its own by every channel, whatever the app, and the first that is used ends the other', async () => {
    const subject = await openSubject(open, { settings })
    const sendNotification = { ...email, ...sms, appId: 'shop' }
    await valueOf(subject.keepsake.users.create({ list: [both], options: { ...options, sendNotification } }))
    const messages = await delivered(subject)
    expect(messages.map(inLine).toSorted()).toEqual([
      `account-activation email Both@Example.com ${activationUrl}`,
      `account-activation sms +8618812345678 ${activationUrl}`,
    ])
    const [one, other] = messages.map((message) => tokenIn(message)!)
    expect(one).not.toBe(other)
    const verdicts = []
    for (const token of [other!, one!])
      verdicts.push((await valueOf(subject.keepsake.activations.complete({ token, newPassword }))).verdict)
    expect(verdicts).toEqual(['activated', 'token_invalid'])
  })

  test('costs no hash: a batch may be as long as any other', async () => {
    const limits = { rows: 5, rowsToHash: 1 }
    const subject = await openSubject(open, {
      settings: { ...settings, limits },
      ports: () => ({
        passwordHasher: {
          hash: () => {
            throw new Error('nobody has a password yet')
          },
        },
      }),
    })
    const list = Array.from({ length: 5 }, (_, index) => ({ email: `user-${index}@example.com` }))
    await valueOf(subject.keepsake.users.create({ list, options }))
    const tokens = (await delivered(subject)).map(tokenIn)
    expect(new Set(tokens).size).toBe(5)
  })

  test('has one generated where no link is earned, with a warning', async () => {
    const subject = await openSubject(open, { settings })
    const list = [both, { username: 'unreachable' }, { phone: '18812345679' }]
    const { created, warnings } = await valueOf(subject.keepsake.users.create({ list, options }))
    expect(created.map(({ account }) => account.password?.mustChange)).toEqual([undefined, true, true])
    expect(inShort(warnings)).toEqual([
      'list.1.password password.generated_and_not_sent',
      'list.2.password password.generated_and_not_sent',
    ])
    expect((await delivered(subject)).map(({ to }) => to)).toEqual(['Both@Example.com'])
  })

  test('has one generated where no notice is asked for: that needs no page', async () => {
    const subject = await openSubject(open)
    const unsent = { autoGeneratePassword: true }
    const { created } = await valueOf(subject.keepsake.users.create({ list: [both], options: unsent }))
    expect(created[0]!.account.password).toMatchObject({ mustChange: true })
    expect(await delivered(subject)).toEqual([])
  })

  test('is refused with the whole batch, in either mode, where the pool has no page that links could lead to', async () => {
    const subject = await openSubject(open, { settings: { loginUrl: 'https://example.com/login' } })
    const before = await everythingIn(subject)
    for (const mode of ['all', 'each'] as const)
      expect(await issuesOf(subject.keepsake.users.create({ list: [both], options, mode }))).toEqual([
        'options.sendNotification notice.activation_url_missing',
      ])
    expect(await everythingIn(subject)).toEqual(before)
  })

  test('is refused with the whole batch where the app is unknown', async () => {
    const { keepsake } = await openSubject(open, { settings })
    const sendNotification = { ...email, appId: 'gone' }
    expect(
      await issuesOf(keepsake.users.create({ list: [both], options: { ...options, sendNotification } })),
    ).toEqual(['options.sendNotification.appId notice.app_unknown'])
  })

  test('who brings an authenticator signs in with its codes once the password is set', async () => {
    const subject = await openSubject(open, { settings })
    const list = [{ ...both, otp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' } }]
    await valueOf(subject.keepsake.users.create({ list, options }))
    const [message] = await delivered(subject)
    // As short as only who has a second factor may choose.
    const short = 'nine geese'
    await valueOf(subject.keepsake.activations.complete({ token: tokenIn(message)!, newPassword: short }))
    expect(await verdictOf(subject, short)).toBe('otp_required')
  })
})

describe.each(storages)('on $name, a link that activates an account', ({ open }) => {
  test('rests sealed while it waits, and is gone once it is sent', async () => {
    const subject = await openSubject(open, { settings })
    await valueOf(subject.keepsake.users.create({ list: [both], options }))
    const [notice] = await waitingNotices(subject)
    const waits = JSON.stringify(await everythingIn(subject))
    const [message] = await delivered(subject)
    expect(notice?.secret).toMatch(/^v1\.aes-256-gcm\.k1\./u)
    expect(waits).toContain(notice!.secret)
    // What stands behind the user's id is secret.
    expect(waits).not.toContain(tokenIn(message)!.replace(/^[0-9a-f]+\./u, ''))
    expect(JSON.stringify(await everythingIn(subject))).not.toContain(notice!.secret)
  })

  test('goes to none of a batch that is rolled back, and to no refused row', async () => {
    const subject = await openSubject(open, { settings })
    const list = [both, { email: 'second@example.com', gender: 'X' }]
    await issuesOf(subject.keepsake.users.create({ list, options }))
    expect(await waitingNotices(subject)).toEqual([])
    await valueOf(subject.keepsake.users.create({ list, options, mode: 'each' }))
    expect((await delivered(subject)).map(({ to }) => to)).toEqual(['Both@Example.com'])
  })

  test.each<CreateUsersOptions>([{}, { autoGeneratePassword: false }])(
    'is sent to nobody unless passwords are to be generated: %j',
    async (wish) => {
      const subject = await openSubject(open, {
        settings: { ...settings, loginUrl: 'https://example.com/in' },
      })
      const own = { email: 'own@example.com', password: 'a password of my own' }
      await valueOf(
        subject.keepsake.users.create({ list: [both, own], options: { ...wish, sendNotification: email } }),
      )
      expect((await delivered(subject)).map(({ kind }) => kind)).toEqual([
        'account-created',
        'account-created',
      ])
    },
  )
})
