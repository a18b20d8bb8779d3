import type { PoolSettingsInput } from '@keepsake/app'
import type { NewUser, CreateUsersOptions } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  everythingIn,
  inShort,
  issuesOf,
  openSubject,
  storages,
  valueOf,
  type Subject,
} from '../../../builders/keepsake.ts'
import { passwordIn } from '../../../builders/messages.ts'

const settings: Partial<PoolSettingsInput> = {
  loginUrl: 'https://example.com/login',
  newAccounts: 'generated-password',
  apps: { shop: { loginUrl: 'https://shop.example.com' } },
}

const email = { sendEmailNotification: true }
const sms = { sendPhoneNotification: true }
const both: NewUser = { username: 'both', email: 'Both@Example.com', phone: '18812345678' }

const send = async (
  { keepsake, sender }: Subject,
  list: readonly NewUser[],
  options: CreateUsersOptions,
): Promise<readonly string[]> => {
  await valueOf(keepsake.users.create({ list, options }))
  expect(sender.messages()).toEqual([])
  await valueOf(keepsake.notices.deliver())
  return sender
    .messages()
    .map((message) => `${message.channel} ${message.to} ${'loginUrl' in message ? message.loginUrl : ''}`)
}

describe.each(storages)('on $name, a notice of a new account', ({ open }) => {
  test.each<readonly [string, CreateUsersOptions['sendNotification'], readonly string[]]>([
    ['is not sent unasked', undefined, []],
    ['is not sent where it is declined', { sendEmailNotification: false, sendPhoneNotification: false }, []],
    ['goes out by email', email, ['email Both@Example.com https://example.com/login']],
    ['goes out by text message', sms, ['sms +8618812345678 https://example.com/login']],
    [
      'goes out by both, with the address of the app that is named',
      { ...email, ...sms, appId: 'shop' },
      ['email Both@Example.com https://shop.example.com', 'sms +8618812345678 https://shop.example.com'],
    ],
  ])('%s', async (_, sendNotification, sent) => {
    const subject = await openSubject(open, { settings })
    const options = sendNotification === undefined ? {} : { sendNotification }
    expect((await send(subject, [both], options)).toSorted()).toEqual(sent)
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ sent: 0, postponed: 0, dead: 0 })
  })

  test('goes to those alone who can be reached', async () => {
    const subject = await openSubject(open, { settings })
    const list = [{ username: 'none' }, { email: 'a@example.com' }, { phone: '18812345679' }]
    expect(await send(subject, list, { sendNotification: email })).toEqual([
      'email a@example.com https://example.com/login',
    ])
  })

  test.each([
    [
      'an app that is unknown',
      { ...email, appId: 'gone' },
      'options.sendNotification.appId notice.app_unknown',
    ],
    [
      'an app by a name of JavaScript’s',
      { ...email, appId: 'constructor' },
      'options.sendNotification.appId notice.app_unknown',
    ],
  ])('of %s is refused with the whole batch', async (_, sendNotification, named) => {
    const subject = await openSubject(open, { settings })
    const before = await everythingIn(subject)
    const command = { list: [both], options: { sendNotification } }
    expect(await issuesOf(subject.keepsake.users.create(command))).toEqual([named])
    expect(await everythingIn(subject)).toEqual(before)
  })

  test('of a pool that has no login address is refused with the whole batch', async () => {
    const { keepsake } = await openSubject(open)
    const command = { list: [both], options: { sendNotification: email } }
    expect(await issuesOf(keepsake.users.create(command))).toEqual([
      'options.sendNotification.appId notice.login_url_missing',
    ])
  })

  test('goes to none of a batch that is rolled back, and to no refused row', async () => {
    const subject = await openSubject(open, { settings })
    const list = [both, { email: 'second@example.com', gender: 'X' }]
    const options = { sendNotification: email, autoGeneratePassword: true }
    await issuesOf(subject.keepsake.users.create({ list, options }))
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ sent: 0, postponed: 0, dead: 0 })
    await valueOf(subject.keepsake.users.create({ list, options, mode: 'each' }))
    expect(await valueOf(subject.keepsake.notices.deliver())).toEqual({ sent: 1, postponed: 0, dead: 0 })
    expect(subject.sender.messages().map(({ to }) => to)).toEqual(['Both@Example.com'])
  })

  test('tells a generated password, and never one that was sent', async () => {
    const subject = await openSubject(open, { settings })
    const sendNotification = { ...email, ...sms }
    await send(subject, [both], { sendNotification, autoGeneratePassword: true })
    const list = [{ email: 'own@example.com', password: 'my own password' }]
    await valueOf(subject.keepsake.users.create({ list, options: { sendNotification } }))
    await valueOf(subject.keepsake.notices.deliver())
    const told = subject.sender.messages().map(passwordIn)
    expect(told).toEqual([told[0], told[0], undefined])
    expect(told[0]).toHaveLength(24)
    expect(JSON.stringify(subject.sender.messages())).not.toContain(told[0])
  })

  test('keeps a generated password sealed while it waits, and wipes it once it is sent', async () => {
    const subject = await openSubject(open, { settings })
    const options = { sendNotification: email, autoGeneratePassword: true }
    await valueOf(subject.keepsake.users.create({ list: [both], options }))
    const { clock, rest } = subject
    const [claimed] = await valueOf(
      rest.outbox.claim({ channel: 'email', limit: 10, now: clock.now(), leaseUntil: clock.now() }),
    )
    const waiting: { readonly secret?: string } | undefined = claimed?.item
    const waits = JSON.stringify(await everythingIn(subject))
    await valueOf(subject.keepsake.notices.deliver())
    const generated = passwordIn(subject.sender.messages()[0])
    expect(waiting?.secret).toMatch(/^v1\.aes-256-gcm\.k1\./u)
    expect(waits).toContain(waiting!.secret)
    expect(waits).not.toContain(generated)
    expect(JSON.stringify(await everythingIn(subject))).not.toContain(waiting!.secret)
  })

  test('that cannot tell a generated password to anybody is a warning', async () => {
    const { keepsake } = await openSubject(open, { settings })
    const list = [both, { username: 'unreachable' }, { phone: '18812345679' }]
    const options = { autoGeneratePassword: true, sendNotification: email }
    const { created, warnings } = await valueOf(keepsake.users.create({ list, options }))
    expect(created).toHaveLength(3)
    expect(inShort(warnings)).toEqual([
      'list.1.password password.generated_and_not_sent',
      'list.2.password password.generated_and_not_sent',
    ])
  })
})
