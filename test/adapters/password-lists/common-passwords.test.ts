import { randomBytes } from 'node:crypto'
import { openCommonPasswords } from '@keepsake/adapters/password-lists/common'
import type { PlainPassword } from '@keepsake/domain'
import {
  checkPassword,
  defaultPasswordPolicy,
  generatePassword,
  parsePlainPassword,
} from '@keepsake/domain/rules'
import { dictionary } from '@zxcvbn-ts/language-common'
import { describe, expect, it } from 'vitest'
import { lines } from '../../domain/issues.ts'
import { times } from '../../effort.ts'

const listed = dictionary['passwords-common']
const common = await openCommonPasswords()

const codes = (password: PlainPassword, hasSecondFactor: boolean): readonly string[] =>
  lines(
    checkPassword(
      password,
      defaultPasswordPolicy,
      { identifiers: [], hasSecondFactor },
      { isCommon: common.has },
    ),
  )
const plain = (text: string): PlainPassword => parsePlainPassword(text)._unsafeUnwrap()

describe('the bundled list of common passwords', () => {
  it('has those that everybody knows, in whatever case and width', () => {
    for (const text of [
      '123456789',
      'password',
      'PassWord',
      'ｐａｓｓｗｏｒｄ',
      'qwertyuiop',
      '1qaz2wsx3edc4rfv',
    ])
      expect(common.has(text)).toBe(true)
    for (const text of ['', 'password ', 'pässword', 'correct horse battery staple', 'toString', '__proto__'])
      expect(common.has(text)).toBe(false)
  })

  it('holds all that the package lists, far more than 3,000 of a length that the policy takes', () => {
    expect(listed.filter((text) => !common.has(text) || !common.has(text.toUpperCase()))).toStrictEqual([])
    expect(listed.length).toBeGreaterThan(49_000)
    expect(listed.filter((text) => text.length >= 8).length).toBeGreaterThan(17_000)
  })

  it('lets none of them pass the default policy, with a second factor or without', () => {
    for (const text of listed)
      for (const hasSecondFactor of [true, false])
        expect(codes(plain(text), hasSecondFactor)).toContain('password.common')
  })

  it.each([
    'woaini1314520woaini',
    'wobuzhidaowobuzhidao',
    'zhangwei19900101',
    'wangwei 1990-01-01',
    'пароль1234567890',
    'パスワード1234567890',
    'contraseña123456',
    'motdepasse123456',
    'loremipsumdolorsit',
    'To be, or not to be, that',
    'thequickbrownfoxjumps',
    '314159265358979',
    'monkey monkey monkey',
    'manchesterunited',
    'qq123456789qq123',
    'Summer2024!Summer',
  ])('refuses what everybody says, in whatever language: %s', (text) => {
    expect(codes(plain(text), false)).toStrictEqual(['password.common'])
  })

  it.each(['woaini1314', 'Summer2024', 'p@ssw0rd!', '19900101', 'zhangwei', '1.1.2000', 'Summer2024!'])(
    'refuses it beside a second factor too: %s',
    (text) => {
      expect(codes(plain(text), true)).toStrictEqual(['password.common'])
    },
  )

  it.each([
    'correct giraffe eats purple moss',
    'tiger lamp seven oceans',
    'blue42kettle!marsh',
    'green-eyed monkeys paint 42 fences',
    'Mein Passwort ist ein langer Satz mit 17 Enten',
    'le chat mange du fromage bleu',
    '我家的猫每天早上六点钟叫我起床吃鱼',
    '毎朝コーヒーを二杯飲んでから出かけます',
    '나는매일아침커피를두잔마신다고',
    'جدتي تطبخ الكسكس كل جمعة',
    'woxihuanchihuoguojiaxiangcai',
    '🐎🔋📎🍎🌲🚗🎸🏠🌙⚽🍕🎲🦊🌵🐙',
    '9f86d081884c7d65',
    'xK9#mQ2$vL7@nR4',
  ])('takes a passphrase of several words, and what is random: %s', (text) => {
    expect(codes(plain(text), false)).toStrictEqual([])
  })

  it('refuses those that become long enough by being said twice', () => {
    for (const text of listed.filter((each) => each.length >= 8))
      expect(codes(plain(text + text), false)).toStrictEqual(['password.common'])
  })

  it('refuses no generated password, and fewer than one random one of 2,000', () => {
    const count = times({ short: 10_000, long: 50_000 })
    const refused = (make: () => PlainPassword): number =>
      Array.from({ length: count }, make).filter((password) => codes(password, true).length > 0).length
    expect(refused(() => generatePassword(randomBytes, defaultPasswordPolicy))).toBe(0)
    // Six bytes are eight characters out of 64, the shortest that the policy takes: two of 135,000 were a keyboard walk
    // or a date by chance.
    expect(refused(() => plain(randomBytes(6).toString('base64url')))).toBeLessThan(count / 2000)
  }, 300_000)

  it('takes further ones', async () => {
    const more = await openCommonPasswords({ more: new Set(['Our Company Motto']) })
    expect(more.has('our company MOTTO')).toBe(true)
    expect(more.has('password')).toBe(true)
    expect(common.has('our company motto')).toBe(false)
  })
})
