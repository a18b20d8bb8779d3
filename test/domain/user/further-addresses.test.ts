import type { NewUser, UserChanges } from '@keepsake/domain'
import { changeUser, draftUser, makeUser } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { phones } from '../../builders/phones.ts'
import { settings } from '../../builders/settings.ts'
import { issuesOf } from '../issues.ts'

const now = Date.UTC(2026, 0, 31)
const draft = (row: NewUser) => draftUser({ username: 'bob', ...row }, settings, phones, { now })
const issues = (row: NewUser) => issuesOf(draft(row).draft)

const emails = [{ email: 'Work@Example.com', verified: true }, { email: 'old@example.com' }]
const given = [
  { phone: '138 1234 5678', verified: true },
  { phone: '2015550123', phoneCountryCode: '+1' },
]
const read = {
  emails: [
    { email: { address: 'Work@Example.com', canonical: 'work@example.com' }, verified: true },
    { email: { address: 'old@example.com', canonical: 'old@example.com' }, verified: false },
  ],
  phones: [
    { phone: { countryCode: '+86', national: '13812345678', e164: '+8613812345678' }, verified: true },
    { phone: { countryCode: '+1', national: '2015550123', e164: '+12015550123' }, verified: false },
  ],
}

describe('further emails and phone numbers', () => {
  it('are read like the main ones, each with its flag', () => {
    expect(draft({ emails, phones: given }).draft._unsafeUnwrap()).toMatchObject(read)
  })

  it('are no identifiers: they claim no key, and nobody is found by them alone', () => {
    expect(draft({ emails, phones: given }).keys.map(({ field }) => field)).toStrictEqual(['username'])
    expect(issuesOf(draftUser({ emails, phones: given }, settings, phones, { now }).draft)).toStrictEqual([
      'user.identifier_missing',
    ])
  })

  it('are absent if the list is empty', () => {
    const drafted = draft({ emails: [], phones: [] }).draft._unsafeUnwrap()
    expect(drafted).not.toHaveProperty('emails')
    expect(drafted).not.toHaveProperty('phones')
  })

  it('have each fault named at its place', () => {
    expect(
      issues({
        emails: [{ email: 'none' }, { email: '' }],
        phones: [{ phone: '1' }, { phone: '13812345678', phoneCountryCode: '+999999' }],
      }),
    ).toStrictEqual([
      'emails.0.email user.email_malformed',
      'emails.1.email user.email_malformed',
      'phones.0.phone user.phone_malformed',
      'phones.1.phoneCountryCode user.phone_country_code_malformed',
    ])
  })

  it('are neither the main one nor there twice, in whatever spelling', () => {
    expect(
      issues({
        email: 'a@example.com',
        phone: '13812345678',
        emails: [{ email: 'A@EXAMPLE.COM' }, { email: 'b@example.com' }, { email: ' B@example.com' }],
        phones: [{ phone: '+86 138 1234 5678' }, { phone: '13912345678' }, { phone: '+8613912345678' }],
      }),
    ).toStrictEqual([
      'emails.0.email user.address_repeated',
      'emails.2.email user.address_repeated',
      'phones.0.phone user.address_repeated',
      'phones.2.phone user.address_repeated',
    ])
  })

  it('are at most fifty', () => {
    const many = Array.from({ length: 51 }, (_, index) => ({ email: `a${index}@example.com` }))
    expect(issues({ emails: many })).toStrictEqual(['emails user.addresses_too_many'])
    expect(issues({ emails: many.slice(1) })).toStrictEqual([])
  })
})

describe('a change of further addresses', () => {
  const user = makeUser(
    draft({ emails, phones: given }).draft._unsafeUnwrap(),
    { departmentIds: [], tenantIds: [] },
    () => 'u1',
    now,
  ).next
  const change = (changes: UserChanges) => changeUser(user, changes, settings, phones, now)

  it('replaces a whole list, and leaves the other alone', () => {
    const changed = change({ emails: [{ email: 'new@example.com' }] })._unsafeUnwrap()
    expect(changed.emails).toStrictEqual([
      { email: { address: 'new@example.com', canonical: 'new@example.com' }, verified: false },
    ])
    expect(changed.phones).toStrictEqual(read.phones)
  })

  it('removes a list by null and by an empty one', () => {
    for (const none of [null, []])
      expect(change({ emails: none })._unsafeUnwrap()).not.toHaveProperty('emails')
  })
})
