import { parseBirthdate, parseGender, parseProfile, profileFields } from '@keepsake/domain'
import { describe, expect, it } from 'vitest'
import { contractUser } from '../../builders/new-users.ts'
import { hostileTexts, soon, timed } from '../hostile-texts.ts'
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

describe('the birthdate', () => {
  it.each(['2022-06-03', '2024-02-29', '2000-02-29', '1900-02-28'])('may be %s', (text) => {
    expect(parseBirthdate(text)._unsafeUnwrap()).toBe(text)
  })

  it.each([
    '2022-06-03T00:00',
    '2022-06-03T23:59:59',
    '2022-06-03T10:20:30.123Z',
    '2022-06-03T00:00:00+08:00',
  ])('is the day of %s, as it is written', (text) => {
    expect(parseBirthdate(text)._unsafeUnwrap()).toBe('2022-06-03')
  })

  it.each([
    '',
    '2023-02-29',
    '1900-02-29',
    '2023-02-30',
    '2022-13-01',
    '2022-00-10',
    '2022-06-00',
    '2022-6-3',
    '03/06/2022',
    '20220603',
    '2022-06-03 ',
    '2022-06-03\n',
    '2022-06-03T',
    '2022-06-03T25:00',
    '2022-06-03T10:61Z',
    '2022-06-03T10:00+99:00',
    '٢٠٢٢-٠٦-٠٣',
  ])('is not %o', (text) => {
    expect(issuesOf(parseBirthdate(text))).toStrictEqual(['user.birthdate_malformed'])
  })

  it('is judged at once, however long the text', () => {
    for (const text of hostileTexts) expect(timed(() => parseBirthdate(text))).toBeLessThan(soon)
  })
})
