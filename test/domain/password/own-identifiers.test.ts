import { ownIdentifiers, parseEmail, parsePhone, parseUsername } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { phones } from '../../builders/phones.ts'

describe('the identifiers that a password is held against', () => {
  it('are every identifier and every name of the user', () => {
    const user = {
      email: parseEmail('Zhang.San@corp.example')._unsafeUnwrap(),
      phone: parsePhone('13800138000', '+86', phones)._unsafeUnwrap(),
      username: parseUsername('ZhangSan')._unsafeUnwrap(),
      profile: {
        name: 'San Zhang',
        nickname: 'Sanny',
        company: 'Acme',
        city: 'Beijing',
        photo: 'https://a.example',
      },
    }
    expect(ownIdentifiers(user)).toStrictEqual([
      'Zhang.San@corp.example',
      '+8613800138000',
      '13800138000',
      'ZhangSan',
      'San Zhang',
      'Sanny',
      'Acme',
    ])
  })

  it('are none where the user has none', () => {
    expect(ownIdentifiers({ profile: {} })).toStrictEqual([])
  })
})
