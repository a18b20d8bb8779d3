import { draftIdentity } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { newIdentity } from '../../../builders/new-users.ts'
import { issuesOf } from '../../issues.ts'

describe('a linked identity', () => {
  it('is taken as it is sent', () => {
    expect(draftIdentity(newIdentity)._unsafeUnwrap()).toStrictEqual(newIdentity)
    const informed = {
      ...newIdentity,
      originConnIds: [],
      userInfoInIdp: { openid: 'x', deep: { list: [1, null] } },
    }
    expect(draftIdentity(informed)._unsafeUnwrap()).toStrictEqual(informed)
  })

  it('drops what the contract does not know', () => {
    const row = { ...newIdentity, id: 'mine', accessToken: 'secret' }
    expect(draftIdentity(row)._unsafeUnwrap()).toStrictEqual(newIdentity)
  })

  it('lists every issue at once', () => {
    const row = {
      extIdpId: '',
      provider: 'x'.repeat(257),
      type: 'open\u0000id',
      userIdInIdp: '\ud800',
      originConnIds: ['fine', '', 'a\nb'],
      userInfoInIdp: { picture: 'x'.repeat(16 * 1024) },
    }
    expect(issuesOf(draftIdentity(row))).toStrictEqual([
      'extIdpId identity.field_empty',
      'provider text.too_long',
      'type text.control_character',
      'userIdInIdp text.not_well_formed',
      'originConnIds.1 identity.field_empty',
      'originConnIds.2 text.control_character',
      'userInfoInIdp identity.info_too_large',
    ])
  })

  it('brings at most 16 KiB of the provider’s words, as JSON in UTF-8', () => {
    const info = (letters: number) => ({ ...newIdentity, userInfoInIdp: { a: '张'.repeat(letters) } })
    const room = 16 * 1024 - '{"a":""}'.length
    expect(draftIdentity(info(Math.floor(room / 3))).isOk()).toBe(true)
    expect(issuesOf(draftIdentity(info(Math.floor(room / 3) + 1)))).toStrictEqual([
      'userInfoInIdp identity.info_too_large',
    ])
  })
})
