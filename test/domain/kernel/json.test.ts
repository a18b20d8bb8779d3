import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, splitObject } from '@keepsake/domain'

const faultOf = (text: string): object => parseJson(text)._unsafeUnwrapErr()[0] ?? {}

describe('a number of JSON', () => {
  it.each([
    '0',
    '-0',
    '1',
    '-1.50',
    '0.1',
    '1e3',
    '1E+3',
    '1.5e-7',
    '9007199254740992',
    '9007199254740994',
    '5e-324',
    '1.7976931348623157e308',
    '123456789012345680000',
    '1000000000000000000000',
    '0.30000000000000004',
    '1.00000000000000000000',
  ])('is %s where JavaScript keeps that exactly', (text) => {
    expect(parseJson(`{"a":[${text}]}`)._unsafeUnwrap()).toStrictEqual({ a: [Number(text)] })
  })

  it.each([
    '9007199254740993',
    '0.12345678901234567890',
    '1e-400',
    '1e400',
    '-1e400',
    '12345678901234567890',
    '0.1000000000000000055511151231257827',
    '3.141592653589793238',
    '1.7976931348623158e308',
  ])('is none where it would become another one: %s', (text) => {
    for (const json of [text, ` ${text}`, `{"a":${text}}`, `[1,${text}]`])
      expect(JSON.stringify(parseJson(json)._unsafeUnwrap())).toMatch(/null/u)
  })

  it('is read as JSON.parse reads it, if that is the one that was written', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(parseJson(`[${String(value)}]`)._unsafeUnwrap()).toStrictEqual([
          value === 0 ? Number(String(value)) : value,
        ])
      }),
    )
  })
})

describe('JSON from outside', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => {
        const text = JSON.stringify(value)
        if (text.includes('"__proto__":')) return
        expect(parseJson(text)._unsafeUnwrap()).toStrictEqual(JSON.parse(text))
      }),
    )
  })

  it('may begin with a byte order mark, once', () => {
    expect(parseJson('\ufeff{}')._unsafeUnwrap()).toStrictEqual({})
    expect(parseJson('\ufeff\ufeff{}').isErr()).toBe(true)
  })

  it('that cannot be read is not repeated', () => {
    expect(faultOf('{"password":"hunter2"')).toStrictEqual({ code: 'request.not_json', path: [] })
  })

  it('nests sixteen levels and no more', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
    expect(parseJson(nested(16)).isOk()).toBe(true)
    expect(faultOf(nested(17))).toStrictEqual({
      code: 'request.too_deep',
      path: Array.from({ length: 16 }, () => 0),
      params: { max: 16 },
    })
    expect(faultOf(nested(1_000_000))).toMatchObject({ code: 'request.too_deep' })
  })

  it('has no key __proto__, wherever it stands and however it is spelt', () => {
    expect(faultOf('{"a":[{"__proto__":1}]}')).toStrictEqual({
      code: 'request.forbidden_key',
      path: ['a', 0, '__proto__'],
    })
    expect(faultOf(String.raw`{"\u005f_proto__":{}}`)).toMatchObject({ code: 'request.forbidden_key' })
    expect(parseJson('{"a":"__proto__","proto":1,"constructor":{"prototype":{}}}').isOk()).toBe(true)
    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false)
  })
})

/** A JSON value as its text has it: an object's members in their order, a key perhaps more than once. */
type Written =
  | { readonly kind: 'leaf'; readonly text: string }
  | { readonly kind: 'list'; readonly of: readonly Written[] }
  | {
      readonly kind: 'object'
      readonly of: readonly (readonly [key: string, spelling: string, value: Written])[]
    }

const spellings = fc
  .tuple(fc.constantFrom('a', 'b', 'ab', '', '"', '{', ':', '\\', 'é', '张', '1'), fc.boolean())
  .map(([key, isEscaped]): readonly [string, string] => [
    key,
    isEscaped
      ? `"${[...key].map((unit) => String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`
      : JSON.stringify(key),
  ])
const { value: written } = fc.letrec<{ readonly value: Written }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc
      .constantFrom(
        '1',
        '-0',
        '1e40',
        '12345678901234567000',
        'true',
        'null',
        '""',
        '":"',
        String.raw`"\\\""`,
        '"{,}"',
      )
      .map((text): Written => ({ kind: 'leaf', text })),
    fc.array(tie('value'), { maxLength: 4 }).map((of): Written => ({ kind: 'list', of })),
    fc
      .array(
        fc.tuple(spellings, tie('value')).map(([[key, spelling], value]) => [key, spelling, value] as const),
        { maxLength: 5 },
      )
      .map((of): Written => ({ kind: 'object', of })),
  ),
}))

const textOf = (value: Written, blank: string): string => {
  const between = (parts: readonly string[]): string => parts.join(`${blank},${blank}`)
  switch (value.kind) {
    case 'leaf':
      return value.text
    case 'list':
      return `[${blank}${between(value.of.map((each) => textOf(each, blank)))}${blank}]`
    case 'object':
      return `{${between(value.of.map(([, spelling, each]) => `${spelling}${blank}:${textOf(each, blank)}`))}}`
  }
}

const valueOf = (value: Written): unknown => {
  if (value.kind === 'leaf') return JSON.parse(value.text)
  if (value.kind === 'list') return value.of.map(valueOf)
  return Object.fromEntries(value.of.map(([key, , each]) => [key, valueOf(each)]))
}

/** The path of the first key that is there twice, in the order of the text. */
const firstRepeated = (value: Written): readonly (string | number)[] | undefined => {
  if (value.kind === 'leaf') return undefined
  const seen = new Set<string>()
  for (const [index, part] of value.of.entries()) {
    const isMember = Array.isArray(part)
    const step = isMember ? String(part[0]) : index
    if (isMember && seen.has(String(step))) return [step]
    seen.add(String(step))
    const inside = firstRepeated((isMember ? part[2] : part) as Written)
    if (inside !== undefined) return [step, ...inside]
  }
  return undefined
}

describe('a key that an object has twice', () => {
  it('is refused by its path, however either is spelled and wherever it stands; all else is read', () => {
    let [repeated, single] = [0, 0]
    fc.assert(
      fc.property(written, fc.constantFrom('', ' ', '\n\t '), (value, blank) => {
        const text = textOf(value, blank)
        const path = firstRepeated(value)
        if (path === undefined) single += 1
        else repeated += 1
        const read = parseJson(text)
        if (path === undefined) expect(read._unsafeUnwrap()).toStrictEqual(valueOf(value))
        else expect(read._unsafeUnwrapErr()).toStrictEqual([{ code: 'request.key_repeated', path }])
      }),
      { numRuns: 3000 },
    )
    expect(Math.min(repeated, single)).toBeGreaterThan(300)
  })

  it.each<readonly [string, readonly (string | number)[]]>([
    ['{"a":1,"a":1}', ['a']],
    [String.raw`{"a":1,"\u0061":1}`, ['a']],
    ['{"list":[{},{"password":"x","name":"b","password":"y"}]}', ['list', 1, 'password']],
    ['[[{"a":{"b":[],"b":{}}}]]', [0, 0, 'a', 'b']],
    ['{"":1,"":2}', ['']],
    ['{"constructor":1,"constructor":2}', ['constructor']],
  ])('%s', (text, path) => {
    expect(faultOf(text)).toStrictEqual({ code: 'request.key_repeated', path })
  })

  it('is one key in each of two objects', () => {
    expect(parseJson('[{"a":1},{"a":{"a":[{"a":1}]}}]').isOk()).toBe(true)
  })

  it('is not named before its text is known to be JSON', () => {
    expect(faultOf('{"a":1,"a":1')).toStrictEqual({ code: 'request.not_json', path: [] })
  })
})

describe('an escaped key', () => {
  it('is the key that it spells, whatever key with a backslash the engine has read before it', () => {
    const pairs = ['\\', '\\u', '\\n', 'a\\', '\\"'].flatMap((poison) =>
      [
        String.raw`\u0061`,
        String.raw`\u0061b`,
        String.raw`\n`,
        String.raw`\nb`,
        String.raw`a\n`,
        String.raw`\/`,
      ].map((spelling) => [poison, spelling] as const),
    )
    for (const [index, [poison, spelling]] of pairs.entries()) {
      JSON.parse(`{"first ${index}":1,${JSON.stringify(poison)}:2}`)
      const key = JSON.parse(`"${spelling}"`) as string
      const text = `{"first ${index}":1,"${spelling}":{"list":[-1.5e3,true,null," ",[]],"":{}}}`
      expect(Object.entries(parseJson(text)._unsafeUnwrap() as object)).toStrictEqual([
        [`first ${index}`, 1],
        [key, { list: [-1500, true, null, ' ', []], '': {} }],
      ])
    }
  })
})

describe('the members of an object', () => {
  const split = (text: string): readonly (readonly string[])[] | undefined => {
    const members = splitObject(text, 3)
    return members && [...members]
  }

  it('are its keys and the texts of their values, as each stands there', () => {
    expect(split('\ufeff { "a" : 1.0 , "b":{"x": [1, "}"] ,"y":"\\"}"}\n,"\\u0063":"d e" } ')).toStrictEqual([
      ['a', '1.0'],
      ['b', '{"x": [1, "}"] ,"y":"\\"}"}'],
      ['c', '"d e"'],
    ])
    expect(split('{}')).toStrictEqual([])
    expect(split('{"a":1,"a":2}')).toStrictEqual([['a', '2']])
  })

  it.each([
    '',
    '[]',
    '"a"',
    'null',
    '{',
    '{"a"',
    '{"a":1',
    '{"a":1}}',
    '{"a":1},',
    '{,}',
    '{"a":1,}',
    '{a:1}',
    '{"\\x":1}',
  ])('are none of %j', (text) => {
    expect(split(text)).toBeUndefined()
  })

  it('are none where there are too many', () => {
    expect(split('{"a":1,"b":2,"c":3}')).toHaveLength(3)
    expect(split('{"a":1,"b":2,"c":3,"d":4}')).toBeUndefined()
    expect(split('{"a":1,"a":2,"a":3,"a":4}'), 'one of them again and again').toBeUndefined()
  })

  it('are those that JSON.parse finds, of any object', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()),
        fc.nat(2),
        (object, blank) => {
          const members = splitObject(JSON.stringify(object, null, blank), 1000)
          const read = [...(members ?? [])].map(([name, value]) => [name, JSON.parse(value)])
          expect(Object.fromEntries(read)).toStrictEqual(JSON.parse(JSON.stringify(object)))
        },
      ),
    )
  })
})
