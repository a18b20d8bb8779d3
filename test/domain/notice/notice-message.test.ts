import { conceal, type NoticeKind } from '@keepsake/domain'
import { hiddenIn, toMessage, whyNotSent } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { aFullUser, aNotice, aUser } from '../../builders/users.ts'

const user = aFullUser({ status: 'Activated', profile: { nickname: 'Bob', locale: 'zh-CN' } })
const to = user.email!.address
const noticeOf = (kind: NoticeKind, url = 'https://example.com/page') =>
  aNotice(user.id, { kind, channel: 'email', to, url })
const secret = conceal('s3cret')

describe('a notice', () => {
  it('is not sent to a user who is gone, may not sign in, or has another address', () => {
    expect(whyNotSent({ to }, user)).toBeUndefined()
    expect(whyNotSent({ to }, undefined)).toBe('user-deleted')
    expect(whyNotSent({ to }, { ...user, status: 'Suspended' })).toBe('user-inactive')
    expect(whyNotSent({ to: 'old@example.com' }, user)).toBe('address-changed')
    expect(whyNotSent({ to }, aUser({ status: 'Activated' }))).toBe('address-changed')
  })

  it('becomes a message in the user’s language, with the nickname if there is no name', () => {
    expect(toMessage(noticeOf('otp-imported'), user, undefined)).toMatchObject({
      channel: 'email',
      to,
      locale: 'zh-CN',
      name: 'Bob',
      loginUrl: 'https://example.com/page',
    })
    expect(toMessage(noticeOf('otp-imported', ''), user, undefined)).not.toHaveProperty('loginUrl')
    const named = { profile: { nickname: 'Bob', name: 'Robert' } }
    expect(toMessage(noticeOf('account-created'), named, undefined)?.name).toBe('Robert')
  })

  it.each(['password-generated', 'password-reset', 'account-activation'] as const)(
    'of the kind %s makes no message without its secret',
    (kind) => {
      expect(toMessage(noticeOf(kind), user, undefined)).toBeUndefined()
      expect(toMessage(noticeOf(kind), user, secret)?.kind).toBe(kind)
    },
  )

  it('hides the secret and the name from the errors of a sender', () => {
    for (const kind of [
      'account-created',
      'password-generated',
      'password-reset',
      'account-activation',
    ] as const)
      expect(hiddenIn(toMessage(noticeOf(kind), user, secret)!)).toStrictEqual(['s3cret', 'Bob'])
    const nameless = { profile: {} }
    expect(hiddenIn(toMessage(noticeOf('recovery-code-used'), nameless, undefined)!)).toStrictEqual([])
  })
})
