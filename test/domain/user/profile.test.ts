import { parseGender, parseProfile, profileFields } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { contractUser } from '../../builders/new-users.ts'
import { issuesOf } from '../issues.ts'

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
    const short = Object.fromEntries(profileFields.map((field) => [field, 'x'.repeat(64)]))
    expect(parseProfile(short)._unsafeUnwrap()).toStrictEqual(short)
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
