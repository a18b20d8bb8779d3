import type { Issue, PasswordPolicy } from '@keepsake/domain'
import {
  checkPassword,
  defaultPasswordPolicy,
  isExpired,
  parsePlainPassword,
  usedBefore,
  type PasswordAccount,
} from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawFrom } from '../../builders/draw.ts'
import { times } from '../../effort.ts'
import { soon, timed } from '../hostile-texts.ts'
import { lines } from '../issues.ts'

const alone: PasswordAccount = { identifiers: [], hasSecondFactor: false }
const withSecondFactor: PasswordAccount = { ...alone, hasSecondFactor: true }

/** The issues with a password, under the default policy but for what is given. */
const check = (
  text: string,
  policy: Partial<PasswordPolicy> = {},
  about: PasswordAccount = alone,
  common: readonly string[] = [],
): readonly Issue[] =>
  checkPassword(parsePlainPassword(text)._unsafeUnwrap(), { ...defaultPasswordPolicy, ...policy }, about, {
    isCommon: (each) => common.includes(each),
  })
const codes = (...given: Parameters<typeof check>): readonly string[] => lines(check(...given))

/** Characters of one to four bytes in UTF-8, of one and two UTF-16 units; none is joined to its neighbour. */
const character = fc.constantFrom(...'kq7! é密ﬁ😀𝒳\u0000')
const textOf = (length: number) => fc.string({ unit: character, minLength: length, maxLength: length })

describe('the length of a password', () => {
  it('is at least 15 characters, and 8 beside a second factor', () => {
    expect(check('correct horse!')).toStrictEqual([
      { code: 'password.too_short', path: [], params: { min: 15 } },
    ])
    expect(check('correct horse!!')).toStrictEqual([])
    expect(check('correct', {}, withSecondFactor)).toStrictEqual([
      { code: 'password.too_short', path: [], params: { min: 8 } },
    ])
    expect(check('correcte', {}, withSecondFactor)).toStrictEqual([])
  })

  it('is measured in characters of whatever size, against whatever the policy asks', () => {
    const cases = fc.integer({ min: 2, max: 80 }).chain((min) => fc.tuple(fc.constant(min), textOf(min)))
    fc.assert(
      fc.property(cases, fc.boolean(), ([min, text], hasSecondFactor) => {
        const policy = hasSecondFactor
          ? { minLengthWithSecondFactor: min, minLength: 1024 }
          : { minLength: min, minLengthWithSecondFactor: 1024 }
        const about = { ...alone, hasSecondFactor }
        expect(codes(text, policy, about)).not.toContain('password.too_short')
        expect(codes([...text].slice(1).join(''), policy, about)).toContain('password.too_short')
      }),
    )
  })

  it('is the same for both spellings of an accent, and a ligature counts once', () => {
    for (const text of ['éàüöñçêxyzqwvu', 'ﬃﬁﬂﬀﬄﬅﬆxyzqwvu', '\ufdfa\ufdfb\ufdfcxyzqwvukdbf']) {
      expect(codes(text)).toStrictEqual(['password.too_short'])
      expect(codes(text.normalize('NFD'))).toStrictEqual(['password.too_short'])
      expect(codes(`${text}k`)).toStrictEqual([])
    }
  })

  it('is at most what every password may have, or what the policy says', () => {
    const { maxLength } = defaultPasswordPolicy
    const long = (length: number) =>
      Array.from({ length }, (_, index) => (index * index) % 97)
        .join('')
        .slice(0, length)
    for (const length of [64, 256, maxLength]) expect(codes(long(length))).toStrictEqual([])
    expect(parsePlainPassword(long(maxLength + 1)).isErr()).toBe(true)
    expect(codes(long(64), { maxLength: 64 })).toStrictEqual([])
    expect(check(long(65), { maxLength: 64 })).toStrictEqual([
      { code: 'password.too_long', path: [], params: { max: 64 } },
    ])
    // Two characters in composed form, though one as it was sent.
    expect(codes('\u0958'.repeat(maxLength))).not.toContain('password.too_long')
  })
})

describe('a password that anybody would guess', () => {
  it.each(['dragon of the lake', 'DRAGON of the Lake', 'ｄｒａｇｏｎ of the lake'])(
    'is found in the list in whatever case and width: %s',
    (text) => {
      expect(check(text, {}, alone, ['dragon of the lake'])).toStrictEqual([
        { code: 'password.common', path: [] },
      ])
    },
  )

  it('may have a common word in it, if enough is left', () => {
    expect(codes('dragons lay 9 eggs', {}, alone, ['dragon', 'dragons', 'eggs'])).toStrictEqual([])
  })

  it.each([
    'dragondragondragon',
    'DragondragonDRAGON',
    'dragondragondrag',
    ' '.repeat(15),
    'zzzzzzzzzzzzzzz',
    '\u{1f600}'.repeat(15),
    'xyxyxyxyxyxyxyx',
    'xyzxyzxyzxyzxyz',
    'abcdefghijklmno',
    'ponmlkjihgfedcba',
  ])('is one that only repeats or counts, in a list or not: %s', (text) => {
    expect(codes(text, {}, alone, ['dragon'])).toStrictEqual(['password.common'])
  })

  it.each([
    'password12345678',
    'drowssap12345678',
    'P@ssw0rd2024!!!!',
    'Passw0rd!Passw0rd?',
    '1Password1Password1',
    'qwertyuiopasdfgh',
    'poiuytrewqlkjhgf',
    '1qaz2wsx3edc4rfv',
    'qwertz123azertyuiop',
    '!@#$%^&*()qwerty',
    'abcdefghijklmnp',
    'aaaaaaaaaaaaaab',
    'aaaaaaaabbbbbbbb',
    'dragondragondragons',
    'dragon2019dragon',
    'pässword.dragon1',
    'wxyzwxyzwxyzwxyz',
    'summer 1987 summer',
    'correcthorsebatterystaple',
    'Correct-Horse Battery.Staple',
    'elpatsyrettabesrohtcerroc',
    'Correct-Horse-Battery-Staple1',
    'p.a.s.s.w.o.r.d.1.2.3',
    'p a s s w o r d 1 2 3 4',
    'dragon dragon dragon dragon',
    'dr490n|dr490n|dr490n',
    'йцукенгшщзхъфыва',
    'qwerty йцукен 123',
    'фывапролджэячсм',
    'азохщшгнекуцйазо',
    ',.pyfgcrlaoeuidhtns',
    'qwertzuiopüasdf',
    ';σερτυθιοπασδφγ',
    '789456123789456',
    '147258369147258',
    '963852741963852741',
    'aabbccddeeffgghh',
    '1!2@3#4$5%6^7&8*',
    '一二三四五六七八九十一二三四五',
    'あいうえおかきくけこさしすせそ',
    'アイウエオカキクケコサシスセソ',
    '2024-01-01-2024-01-01',
    '19900101 19910202',
    '01/01/1990 02/02/1991',
    '31.12.1999-1.1.2000',
    'dragon 31.12.1999',
  ])('is one of a few pieces that every guesser has: %s', (text) => {
    const common = ['password', 'dragon', 'summer', 'pässword', 'correcthorsebatterystaple']
    expect(codes(text, {}, alone, common)).toStrictEqual(['password.common'])
  })

  it.each([
    'dragon of the east',
    'password for 7 dwarfs',
    'nine geese on a raft',
    'k3x9v2m8qzlr7dw',
    'summer-horse-battery',
    '密码很长而且没有人会猜到它对吗是',
    '毎朝コーヒーを二杯飲んでから出かけます',
    'моя бабушка печёт пироги с капустой',
    'η γιαγιά μου μαγειρεύει μουσακά',
    'das rote Fahrrad steht im Keller',
    '🐎🔋📎🍎🌲🚗🎸🏠🌙⚽🍕🎲🦊🌵🐙',
    '7 dragons on 31.12.1999 at sea',
    'tk4-9fz-wq2-m8x',
    '!k$v%q^z&w*x(n)',
    'jintianwanshangwomenqukandianying',
  ])('is not one of which enough is left: %s', (text) => {
    expect(codes(text, {}, alone, ['password', 'dragon', 'summer', 'horse', 'battery'])).toStrictEqual([])
  })

  it('is no random one, of 15 characters or of 8 beside a second factor', () => {
    // One in some ten thousand random texts has a word in it, so these are the same in every run.
    const draw = drawFrom(7)
    const random = (kind: string, length: number): string =>
      Array.from({ length }, () => kind[Math.floor(draw() * kind.length)]).join('')
    for (const kind of ['abcdefghijklmnopqrstuvwxyz', 'abcdefghijklmnopqrstuvwxyz0123456789-_'])
      for (let count = 0; count < 2000; count += 1) {
        expect(codes(random(kind, 15), {}, alone, ['password'])).toStrictEqual([])
        expect(codes(random(kind, 8), {}, withSecondFactor, ['password'])).toStrictEqual([])
      }
  })

  it('is found at once, however long the text', () => {
    for (const piece of ['a', '1qaz2wsx', 'p4ssw0rd', 'drowssap', 'ab1!'])
      expect(timed(() => check(piece.repeat(1024).slice(0, 1000), {}, alone, ['password']))).toBeLessThan(
        soon,
      )
  })
})

describe('the kinds of characters in a password', () => {
  it('are free by default: no password of one kind is refused for it', () => {
    const oneKind = fc
      .constantFrom(
        'abcdefghijklmnopqrstuvwxyz',
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
        '0123456789',
        '!$%&/()=?+*#- ',
      )
      .chain((kind) => fc.string({ unit: fc.constantFrom(...kind), minLength: 15, maxLength: 64 }))
    fc.assert(
      fc.property(oneKind, (text) => {
        expect(codes(text).filter((code) => code !== 'password.common')).toStrictEqual([])
      }),
      { numRuns: times({ short: 2000, long: 10_000 }) },
    )
  })

  it('are those that a pool asks for: every one that is missing is named', () => {
    const composition = { minClasses: 0, required: { lower: 1, upper: 1, digit: 2, symbol: 1, caseless: 1 } }
    expect(check('correcthorse7battery', { composition })).toStrictEqual([
      { code: 'password.lacks_character_class', path: [], params: { class: 'upper', min: 1 } },
      { code: 'password.lacks_character_class', path: [], params: { class: 'caseless', min: 1 } },
      { code: 'password.lacks_character_class', path: [], params: { class: 'digit', min: 2 } },
      { code: 'password.lacks_character_class', path: [], params: { class: 'symbol', min: 1 } },
    ])
    expect(codes('correct Horse 密 77 battery', { composition })).toStrictEqual([])
  })

  it.each([
    ['lower', 'ß'],
    ['upper', 'É'],
    ['upper', 'ǅ'],
    ['caseless', '密'],
    ['caseless', 'ば'],
    ['digit', '٣'],
    ['digit', '７'],
    ['symbol', ' '],
    ['symbol', '\u{1f600}'],
    ['symbol', '。'],
  ] as const)('are those of any script: %s has %s', (name, text) => {
    for (const other of ['lower', 'upper', 'caseless', 'digit', 'symbol'] as const) {
      const composition = { minClasses: 0, required: { [other]: 15 } }
      expect(codes(text.repeat(15), { composition }).includes('password.lacks_character_class')).toBe(
        other !== name,
      )
    }
  })

  it('may have to be so many, whichever they are', () => {
    const composition = { minClasses: 3, required: {} }
    expect(check('correcthorsebattery7', { composition })).toStrictEqual([
      { code: 'password.too_few_character_classes', path: [], params: { min: 3 } },
    ])
    for (const text of ['Correcthorsebattery7', 'correct horse 7 battery', '密码correct horse'])
      expect(codes(text, { composition })).toStrictEqual([])
  })
})

describe('what an attacker knows of the user', () => {
  const about = (...identifiers: readonly string[]): PasswordAccount => ({ ...alone, identifiers })

  it.each([
    ['zhangsan.is.here', 'zhangsan'],
    ['ZhangSan-is-here', 'zhangsan'],
    ['is-here-ZHANGSAN', 'ｚｈａｎｇｓａｎ'],
    ['nasgnahz-is-here', 'zhangsan'],
    ['zh4ng$4n-is-here', 'zhangsan'],
    ['zhangsan-zhangsan', 'zhangsan'],
    ['zhang.san@corp.example', 'zhang.san@corp.example'],
    ['zhangsan20240101', 'zhang.san@corp.example'],
    ['example-Zhang-1990', 'zhang.san@corp.example'],
    ['13800138000-kqzw', '+86 138 0013 8000'.replace('+86 ', '')],
    ['8613800138000abcd', '+8613800138000'],
    ['00083100831kqzw!', '13800138000'],
    ['Ludwig and Ada 1', 'Ludwig van Beethoven'],
    ['οδυσσεύς-1990-xy', 'ΟΔΥΣΣΕΎΣ'],
    ['οδυσσεύςναιναι1', 'ΟΔΥΣΣΕΎΣ'],
    ['linawu-2024-abcd', 'li.na.wu'],
    ['linawu-2024-abcd', 'Li.Na.Wu@corp.example'],
    ['strasse+strasse-', 'Straße'],
    ['josegarcia-in-79', 'José García'],
    ['jose.garcia-7913', 'José García'],
    ['J-O-S-E-GARCIA-x', 'jose.garcia@corp.example'],
    ['1380-0138-000-xy', '+86 138 0013 8000'.replace('+86 ', '')],
    ['acme-cloud-2024!', 'Acme Cloud'],
    ['muellersoehne2024', 'Müller & Söhne GmbH'],
    ['mullersohne2024', 'Müller & Söhne GmbH'],
    ['Kaesekuchen-2024', 'Käsekuchen'],
    ['soerensen+aa+1234', 'Sørensen'],
    ['2h4n9|ei-kwq-2024', 'zhanglei'],
  ])('counts for nothing: %s, for %s', (text, identifier) => {
    expect(codes(text, {}, about())).toStrictEqual([])
    expect(check(text, {}, about(identifier))).toStrictEqual([
      { code: 'password.resembles_identifier', path: [], params: { min: 15 } },
    ])
  })

  it('may stand in a password that is long enough without it', () => {
    expect(codes('john sang on tuesday night', {}, about('john'))).toStrictEqual([])
    expect(codes('zhangsanqwfpgjluyarstdh', {}, about('zhangsan'))).toStrictEqual([])
    expect(codes('zhangsanqwfpgjluyarstd', {}, about('zhangsan'))).toStrictEqual([
      'password.resembles_identifier',
    ])
    expect(codes('zhangsanqwfpgjlu', {}, { ...about('zhangsan'), hasSecondFactor: true })).toStrictEqual([])
  })

  it('is taken whole where one word of it is the beginning of another', () => {
    for (const words of [
      ['zhan', 'zhangsan'],
      ['zhangsan', 'zhan'],
    ])
      expect(codes('zhangsanqwfpgjluyarst', {}, about(...words))).toStrictEqual([
        'password.resembles_identifier',
      ])
  })

  it('is no word of fewer than four characters, and nothing where there is none', () => {
    expect(
      codes('joe and amy dance', {}, about('joe', 'Amy', '张三丰', 'joe@a.cn', '', '@', '   ')),
    ).toStrictEqual([])
  })

  it('is named beside a length that is too short by itself', () => {
    expect(codes('correct horse', {}, about('zhangsan'))).toStrictEqual(['password.too_short'])
    expect(codes('zhangsan', {}, about('zhangsan'))).toStrictEqual([
      'password.too_short',
      'password.resembles_identifier',
    ])
  })

  it('is of no account where the policy says so', () => {
    expect(codes('zhangsan.is.here', { discountOwnIdentifiers: false }, about('zhangsan'))).toStrictEqual([])
  })

  it('is found wherever it stands, in either case and direction', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefgh2689'), minLength: 4, maxLength: 20 })
    const rest = fc.string({ unit: fc.constantFrom(...'uvwxyz'), maxLength: 14 })
    fc.assert(
      fc.property(word, rest, fc.nat(14), fc.boolean(), fc.boolean(), (identifier, text, at, upper, back) => {
        const turned = back ? [...identifier].toReversed().join('') : identifier
        const said = upper ? turned.toUpperCase() : turned
        const password = text.slice(0, at) + said + text.slice(at)
        expect(codes(password, {}, about(identifier))).toContain('password.resembles_identifier')
      }),
    )
  })
})

describe('the word on a password', () => {
  const policy = { composition: { minClasses: 2, required: { digit: 1 } } }

  it('lists every issue at once', () => {
    expect(codes('dragon', policy, { ...alone, identifiers: ['dragon'] }, ['dragon'])).toStrictEqual([
      'password.too_short',
      'password.lacks_character_class',
      'password.too_few_character_classes',
      'password.resembles_identifier',
      'password.common',
    ])
  })

  it('never repeats any of the password', () => {
    fc.assert(
      fc.property(fc.string({ unit: character, minLength: 6, maxLength: 30 }), (text) => {
        const issues = check(text, policy, { ...alone, identifiers: [text] }, [text])
        expect(JSON.stringify(issues)).not.toContain(text)
      }),
    )
  })

  it('comes soon, whatever the text and the identifiers', () => {
    const identifiers = ['a', 'ab', '\ufdfa', 'abcd.', 'a@', '\u0301', 'i1!l'].map((piece) =>
      piece.repeat(1024 / piece.length),
    )
    for (const text of ['a', 'ab', 'abcd', '\ufdfa', '\u0301\u0316', 'i1!l', '\u{1f600}', 'ß'])
      for (const end of ['', '!']) {
        const password = text.repeat(Math.floor(1023 / [...text].length)) + end
        expect(timed(() => check(password, policy, { ...alone, identifiers }))).toBeLessThan(soon)
      }
  })
})

describe('a password of the past', () => {
  it('is told with the number of those that are remembered', () => {
    expect(usedBefore({ ...defaultPasswordPolicy, history: 5 })).toStrictEqual({
      code: 'password.used_before',
      path: [],
      params: { last: 5 },
    })
  })

  it('does not expire by default', () => {
    expect(isExpired(0, defaultPasswordPolicy, Number.MAX_SAFE_INTEGER)).toBe(false)
  })

  it('expires at the age that the policy gives', () => {
    const policy = { ...defaultPasswordPolicy, maxAgeDays: 90 }
    const setAt = Date.parse('2026-01-01T12:00:00Z')
    expect(isExpired(setAt, policy, Date.parse('2026-04-01T11:59:59.999Z'))).toBe(false)
    expect(isExpired(setAt, policy, Date.parse('2026-04-01T12:00:00Z'))).toBe(true)
    expect(isExpired(setAt, policy, setAt - 1)).toBe(false)
  })
})
