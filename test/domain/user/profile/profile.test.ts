import { profileFields } from '@keepsake/domain'
import { parseGender, parseProfile } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { contractUser } from '../../../builders/new-users.ts'
import { issuesOf } from '../../issues.ts'

describe('the profile', () => {
  it('is the fields of the contract, and no other key of the row', () => {
    expect(parseProfile(contractUser)._unsafeUnwrap()).toStrictEqual({
      name: '张三',
      nickname: '张三',
      photo: 'https://files.authing.co/authing-console/default-user-avatar.png',
      country: 'CN',
      province: 'BJ',
      city: 'BJ',
      address: '北京朝阳',
      streetAddress: '北京朝阳区 xxx 街道',
      postalCode: '438100',
    })
  })

  it('may have any of its fields, and lists what is wrong with each', () => {
    const bad = Object.fromEntries(profileFields.map((field) => [field, '\u0000']))
    expect(issuesOf(parseProfile(bad))).toStrictEqual(
      profileFields.map((field) => `${field} text.control_character`),
    )
    const long = Object.fromEntries(profileFields.map((field) => [field, 'x'.repeat(2049)]))
    expect(issuesOf(parseProfile(long))).toStrictEqual(profileFields.map((field) => `${field} text.too_long`))
    const text = (field: string): string => (field === 'photo' ? 'https://example.com/x' : 'x'.repeat(64))
    const short = Object.fromEntries(profileFields.map((field) => [field, text(field)]))
    expect(parseProfile(short)._unsafeUnwrap()).toStrictEqual(short)
  })
})

describe('a photo', () => {
  it.each([
    'https://example.com/a.png',
    'http://example.com',
    'HTTPS://EXAMPLE.COM/A.PNG?b=c#d',
    'https://例え.jp/写真.png',
    'https://user@cdn.example.com:8443/a%20b.png',
    'https://[2001:db8::1]/a.png',
  ])('is kept as it is: %s', (photo) => {
    expect(parseProfile({ photo })._unsafeUnwrap()).toStrictEqual({ photo })
  })

  it.each([
    '',
    'a.png',
    '/a.png',
    '//example.com/a.png',
    'example.com/a.png',
    'javascript:alert(1)',
    'JavaScript:alert(1)//https://example.com',
    'data:image/png;base64,AAAA',
    'ftp://example.com/a.png',
    'file:///etc/passwd',
    'https:',
    'https://',
    'https:///a.png',
    'https:example.com',
    'https:\\\\example.com',
    'https://exa mple.com/a.png',
    ' https://example.com/a.png',
    'https://example.com/a.png ',
    'https://example.com/a b.png',
    'java\nscript:alert(1)',
    'https://example.com/a\n.png',
    'https://[::1',
    'https://example.com:99999/a.png',
  ])('is an http or https address and not %j', (photo) => {
    expect(issuesOf(parseProfile({ photo }))).toStrictEqual(['photo user.photo_malformed'])
  })
})

describe('the gender', () => {
  it.each([
    ['M', 'M'],
    ['W', 'W'],
    ['F', 'W'],
    ['U', 'U'],
  ])('sent as %s is %s', (sent, kept) => {
    expect(parseGender(sent)._unsafeUnwrap()).toBe(kept)
  })

  it.each(['', 'm', 'X', 'MW', 'constructor', '__proto__'])('is not %o', (text) => {
    expect(issuesOf(parseGender(text))).toStrictEqual(['user.gender_unknown'])
  })
})
