import { noticeKinds } from '@keepsake/domain'
import { earnActivationNotice, earnGeneratedNotice, tokenOfNotice } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { phones } from '../../builders/phones.ts'
import { issuesOf } from '../issues.ts'

const user = { phone: phones.parse('18812348888', '+86')! }
const address = { channel: 'sms', to: '+8618812348888' }
const loginUrl = 'https://example.com/login'
const activationUrl = 'https://example.com/first'

describe('the notice with a generated password', () => {
  it('goes to the first address, and leads to where users sign in', () => {
    expect(earnGeneratedNotice(user, { loginUrl })._unsafeUnwrap()).toStrictEqual({
      ...address,
      kind: 'password-generated',
      url: loginUrl,
    })
  })

  it('needs both', () => {
    expect(issuesOf(earnGeneratedNotice({}, {}))).toStrictEqual([
      'userId notice.address_missing',
      'notice.login_url_missing',
    ])
  })
})

describe('the notice with a link that sets the first password', () => {
  it('goes to the first address, and leads to the page that asks for the password', () => {
    expect(earnActivationNotice(user, false, { activationUrl })._unsafeUnwrap()).toStrictEqual({
      ...address,
      kind: 'account-activation',
      url: activationUrl,
    })
  })

  it('needs both, and a user without a password', () => {
    expect(issuesOf(earnActivationNotice({}, true, {}))).toStrictEqual([
      'userId password.already_set',
      'userId notice.address_missing',
      'notice.activation_url_missing',
    ])
  })
})

describe('the token in a notice', () => {
  it('is that of a first password or of a reset, and no other notice has one', () => {
    expect(noticeKinds.flatMap((kind) => tokenOfNotice[kind] ?? [])).toStrictEqual([
      'account_activation',
      'password_reset',
    ])
  })
})
