import { parseEmail, type CreateUsersOptions, type PoolSettings } from '@keepsake/domain'
import { decideGenerated, earnedNotices, planNotices, type PasswordIntent } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { settings } from '../../builders/settings.ts'
import { phones } from '../../builders/phones.ts'
import { issuesOf } from '../issues.ts'

const both = { sendEmailNotification: true, sendPhoneNotification: true }
const plan = (
  sendNotification: CreateUsersOptions['sendNotification'],
  of: Partial<PoolSettings> = {},
  options: CreateUsersOptions = {},
) =>
  planNotices(sendNotification === undefined ? options : { ...options, sendNotification }, {
    ...settings,
    ...of,
  })
const generating = { autoGeneratePassword: true }

describe('the notices of a batch', () => {
  it('are none where none is asked for, whatever the app', () => {
    for (const wish of [
      undefined,
      {},
      { appId: 'nowhere' },
      { sendEmailNotification: false, sendPhoneNotification: false },
    ])
      for (const options of [{}, generating])
        expect(
          plan(wish, { loginUrl: undefined, activationUrl: undefined }, options)._unsafeUnwrap(),
        ).toStrictEqual({ channels: [] })
  })

  it('go by the channels that are asked for, with the login address of the pool or of the app', () => {
    expect(plan({ sendEmailNotification: true })._unsafeUnwrap()).toStrictEqual({
      channels: ['email'],
      kind: 'account-created',
      url: 'https://login.example.com',
    })
    expect(plan({ sendPhoneNotification: true, appId: 'appid1' })._unsafeUnwrap()).toStrictEqual({
      channels: ['sms'],
      kind: 'account-created',
      url: 'https://app.example.com/login',
    })
    expect(plan(both)._unsafeUnwrap().channels).toStrictEqual(['email', 'sms'])
  })

  it('lead to the page that activates accounts where passwords are to be generated', () => {
    for (const wish of [both, { ...both, appId: 'appid1' }])
      expect(plan(wish, { loginUrl: undefined }, generating)._unsafeUnwrap()).toStrictEqual({
        channels: ['email', 'sms'],
        kind: 'account-activation',
        url: 'https://login.example.com/activate',
      })
  })

  it('tell generated passwords where the pool says so, and need no such page', () => {
    const told = { newAccounts: 'generated-password', activationUrl: undefined } as const
    expect(plan(both, told, generating)._unsafeUnwrap()).toStrictEqual({
      channels: ['email', 'sms'],
      kind: 'account-created',
      url: 'https://login.example.com',
    })
  })

  it.each(['', 'appid2', 'constructor', '__proto__'])('know no app %o', (appId) => {
    for (const options of [{}, generating])
      expect(issuesOf(plan({ ...both, appId }, {}, options))).toStrictEqual([
        'sendNotification.appId notice.app_unknown',
      ])
  })

  it('need a login address', () => {
    expect(issuesOf(plan(both, { loginUrl: undefined }))).toStrictEqual([
      'sendNotification.appId notice.login_url_missing',
    ])
    expect(plan({ ...both, appId: 'appid1' }, { loginUrl: undefined }).isOk()).toBe(true)
  })

  it('need the address of the page where accounts are to be activated', () => {
    const without = { activationUrl: undefined }
    expect(issuesOf(plan(both, without, generating))).toStrictEqual([
      'sendNotification notice.activation_url_missing',
    ])
    expect(plan(both, without, { autoGeneratePassword: false }).isOk()).toBe(true)
  })
})

const email = parseEmail('Bob@Example.com')._unsafeUnwrap()
const phone = phones.parse('18812348888', '+86')!

describe('the notices that a user earns', () => {
  const planned = plan(both)._unsafeUnwrap()

  it('are one for every channel by which the user can be reached', () => {
    const rest = { kind: 'account-created', url: 'https://login.example.com' }
    const mail = { channel: 'email', to: 'Bob@Example.com', ...rest }
    const text = { channel: 'sms', to: '+8618812348888', ...rest }
    expect(earnedNotices(planned, { email, phone })).toStrictEqual([mail, text])
    expect(earnedNotices(planned, { email })).toStrictEqual([mail])
    expect(earnedNotices(planned, { phone })).toStrictEqual([text])
    expect(earnedNotices(planned, {})).toStrictEqual([])
  })

  it('are none where none is planned', () => {
    expect(earnedNotices({ channels: [] }, { email, phone })).toStrictEqual([])
  })
})

describe('a password that is to be generated', () => {
  const generate = { kind: 'generate', mustChange: true } as const
  const links = plan({ sendEmailNotification: true }, {}, generating)._unsafeUnwrap()

  it('is for the user to set, who is sent a link', () => {
    expect(decideGenerated(generate, links, { email })).toStrictEqual({ kind: 'activate' })
  })

  it('is generated for a user who is not reached, where nobody is told, and where the pool has it told', () => {
    const told = plan(both, { newAccounts: 'generated-password' }, generating)._unsafeUnwrap()
    for (const [planned, user] of [
      [links, {}],
      [links, { phone }],
      [{ channels: [] }, { email }],
      [told, { email, phone }],
    ] as const)
      expect(decideGenerated(generate, planned, user)).toBe(generate)
  })

  it('is the only one that a link takes the place of', () => {
    const sent = { text: 'brought', encryptType: 'none' } as const
    const others: readonly PasswordIntent[] = [
      { kind: 'none' },
      { kind: 'set', sent, mustChange: false },
      { kind: 'keep', sent, mustChange: false },
    ]
    for (const intent of others) expect(decideGenerated(intent, links, { email })).toBe(intent)
  })
})
