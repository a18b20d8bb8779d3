import { searchPrefix, searchTerms } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aFullUser, aUser } from '../../../builders/users.ts'

const finds = (search: string, name: string): boolean =>
  searchTerms(aUser({ username: undefined, profile: { name } })).some((term) =>
    term.startsWith(searchPrefix(search)),
  )

describe('what a user is found by', () => {
  it('is every identifier, and every name from each of its words on, but for beginnings of others', () => {
    const user = aFullUser({
      profile: { name: 'Zoë van der Berg', nickname: 'Zo', familyName: 'Øvrebø-Lind' },
    })
    expect(searchTerms({ ...user, username: undefined, externalId: undefined, email: undefined })).toEqual([
      '+8618812345678',
      '18812345678',
      'berg',
      'derberg',
      'lind',
      'vanderberg',
      'zoevanderberg',
      'øvrebølind',
    ])
    expect(searchTerms(user)).toEqual(expect.arrayContaining([`hr/${user.id}`, `zoe.${user.id}@example.com`]))
  })

  it('is nothing of a user without identifier and name', () => {
    expect(searchTerms(aUser({ username: undefined, profile: { name: ' - ' } }))).toEqual([])
  })

  it('is no longer than a name of eight words makes it, and no term longer than 256 characters', () => {
    const terms = searchTerms(aUser({ username: undefined, profile: { name: '𝒵x 𝒵y '.repeat(64) } }))
    expect(terms).toHaveLength(2)
    const words = Array.from({ length: 128 }, (_, index) => `w${index}`)
    const many = searchTerms(aUser({ username: undefined, profile: { name: words.join(' ') } }))
    expect(many).toHaveLength(8)
    const long = searchTerms(aUser({ username: undefined, profile: { name: 'ﷺ'.repeat(256) } }))
    expect(long.map((term) => [...term].length)).toEqual([256])
  })
})

describe('a search', () => {
  it.each([
    ['müller', 'Anna MÜLLER'],
    ['MULLER', 'Anna Mu\u0308ller'],
    ['anna mü', 'Anna Müller'],
    ['annam', 'Anna-Maria'],
    ['anna\u2010m', 'Anna Maria'],
    ['strass', 'Straße'],
    ['ａｎｎａ', 'Anna'],
    ['νικοσ', 'Νίκος'],
    ['κωσ', 'Κώστας'],
    ['ile', 'ÎLE'],
    ['김', '김민수'],
    ['张', '张三'],
    ['がく', 'かく'],
    ['वि', 'विकास'],
  ])('for %s finds %s', (search, name) => expect(finds(search, name)).toBe(true))

  it.each([
    ['uller', 'Anna Müller'],
    ['anna x', 'Anna Müller'],
    ['三', '张三'],
    // A vowel sign is a letter of its script, no accent.
    ['व', 'ि'],
    ['वो', 'विकास'],
  ])('for %s does not find %s', (search, name) => expect(finds(search, name)).toBe(false))

  it('finds a number in whatever groups it is typed', () => {
    const terms = searchTerms(aFullUser())
    for (const search of ['188 1234', '(188) 1234-56', '+86 188 1234 5678', '１８８'])
      expect(
        terms.some((term) => term.startsWith(searchPrefix(search))),
        search,
      ).toBe(true)
  })

  it('looks for nothing where it is nothing but separators', () => {
    for (const text of ['', ' ', ' - ( ) ', '\u0301']) expect(searchPrefix(text)).toBe('')
  })

  it('finds the same with the beginnings of other terms left out', () => {
    const terms = searchTerms(aUser({ username: undefined, profile: { name: 'Mei', nickname: 'Mei 5' } }))
    expect(terms).toEqual(['5', 'mei5'])
    expect(terms.some((term) => term.startsWith(searchPrefix('mei')))).toBe(true)
  })

  it('finds every name by itself, and by each beginning that a person could type of it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (name) => {
        const prefix = searchPrefix(name)
        expect(searchPrefix(prefix)).toBe(prefix)
        expect(prefix === '' || finds(name, name)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('folds plain texts as it folds them beside a letter that is not plain', () => {
    const plain = fc.string({
      unit: fc
        .oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0x4e00, max: 0x9fff }))
        .map((code) => String.fromCharCode(code)),
      maxLength: 100,
    })
    fc.assert(
      fc.property(plain, (text) => {
        expect(`${searchPrefix(text)}\u0436`).toBe(searchPrefix(`${text}\u0436`))
        expect(`\u0436${searchPrefix(text)}`).toBe(searchPrefix(`\u0436${text}`))
      }),
      { numRuns: 1000 },
    )
  })
})
