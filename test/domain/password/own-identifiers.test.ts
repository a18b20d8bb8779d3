import { parseEmail } from '@keepsake/domain'
import { givenIdentifiers, ownIdentifiers, parsePhone, parseUsername } from '@keepsake/domain/rules'
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

describe('the identifiers of a user who is still to be one', () => {
  it('are all texts that would be one or a name, as they are given', () => {
    const row = {
      email: 'Zhang.San@',
      phone: '138-0013',
      username: ' zhang san ',
      externalId: '',
      gender: 'X',
      birthdate: 'yesterday',
      password: 'secret',
      name: 'San Zhang',
      city: 'Beijing',
    }
    expect(givenIdentifiers(row)).toStrictEqual(['Zhang.San@', '138-0013', ' zhang san ', '', 'San Zhang'])
    expect(givenIdentifiers({})).toStrictEqual([])
  })

  it('are none that is longer than any field may be', () => {
    const username = 'x'.repeat(512)
    expect(givenIdentifiers({ username })).toStrictEqual([username])
    expect(givenIdentifiers({ username: `${username}x`, name: 'x'.repeat(1_000_000) })).toStrictEqual([])
  })
})
