import { parseEmail } from '@keepsake/domain'
import { noticeAddresses } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { phones } from '../../builders/phones.ts'

const email = parseEmail('Bob@Example.com')._unsafeUnwrap()
const phone = phones.parse('18812348888', '+86')!
const mail = { channel: 'email', to: 'Bob@Example.com' }
const text = { channel: 'sms', to: '+8618812348888' }

describe('the addresses of a user', () => {
  it('are the email, as its owner writes it, and the phone number, as the world dials it', () => {
    expect(noticeAddresses({ email })).toStrictEqual([mail])
    expect(noticeAddresses({ phone })).toStrictEqual([text])
  })

  it('begin with the email', () => {
    expect(noticeAddresses({ phone, email })).toStrictEqual([mail, text])
  })

  it('are none of a user who has neither', () => {
    expect(noticeAddresses({})).toStrictEqual([])
  })
})
