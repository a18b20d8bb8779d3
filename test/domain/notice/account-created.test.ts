import { earnedNotices, parseEmail, planNotices, type PoolSettings } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { settings } from '../../builders/settings.ts'
import { phones } from '../../builders/phones.ts'
import { issuesOf } from '../issues.ts'

const both = { sendEmailNotification: true, sendPhoneNotification: true }
const plan = (wish: Parameters<typeof planNotices>[0], of: Partial<PoolSettings> = {}) =>
  planNotices(wish, { ...settings, ...of })

describe('the notices of a batch', () => {
  it('are none where none is asked for, whatever the app', () => {
    for (const wish of [
      undefined,
      {},
      { appId: 'nowhere' },
      { sendEmailNotification: false, sendPhoneNotification: false },
    ])
      expect(plan(wish, { loginUrl: undefined })._unsafeUnwrap()).toStrictEqual({ channels: [] })
  })

  it('go by the channels that are asked for, with the login address of the pool or of the app', () => {
    expect(plan({ sendEmailNotification: true })._unsafeUnwrap()).toStrictEqual({
      channels: ['email'],
      loginUrl: 'https://login.example.com',
    })
    expect(plan({ sendPhoneNotification: true, appId: 'appid1' })._unsafeUnwrap()).toStrictEqual({
      channels: ['sms'],
      loginUrl: 'https://app.example.com/login',
    })
    expect(plan(both)._unsafeUnwrap().channels).toStrictEqual(['email', 'sms'])
  })

  it.each(['', 'appid2', 'constructor', '__proto__'])('know no app %o', (appId) => {
    expect(issuesOf(plan({ ...both, appId }))).toStrictEqual(['sendNotification.appId notice.app_unknown'])
  })

  it('need a login address', () => {
    expect(issuesOf(plan(both, { loginUrl: undefined }))).toStrictEqual([
      'sendNotification.appId notice.login_url_missing',
    ])
    expect(plan({ ...both, appId: 'appid1' }, { loginUrl: undefined }).isOk()).toBe(true)
  })
})

describe('the notices that a user earns', () => {
  const email = parseEmail('Bob@Example.com')._unsafeUnwrap()
  const phone = phones.parse('18812348888', '+86')!
  const loginUrl = 'https://login.example.com'
  const planned = plan(both)._unsafeUnwrap()

  it('are one for every channel by which the user can be reached', () => {
    const mail = { channel: 'email', to: 'Bob@Example.com', url: loginUrl }
    const text = { channel: 'sms', to: '+8618812348888', url: loginUrl }
    expect(earnedNotices(planned, { email, phone })).toStrictEqual([mail, text])
    expect(earnedNotices(planned, { email })).toStrictEqual([mail])
    expect(earnedNotices(planned, { phone })).toStrictEqual([text])
    expect(earnedNotices(planned, {})).toStrictEqual([])
  })

  it('are none where none is planned', () => {
    expect(earnedNotices({ channels: [] }, { email, phone })).toStrictEqual([])
  })
})
