import type { CustomFields } from '@keepsake/domain'
import { parseCustomData } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { customFields } from '../../../builders/settings.ts'
import { hostileTexts, soon, timed } from '../../hostile-texts.ts'
import { issuesOf } from '../../issues.ts'

const parse = (data: Record<string, unknown>, fields: CustomFields = customFields) =>
  parseCustomData(data, fields)

describe('custom data', () => {
  it('has values of the declared types', () => {
    const data = {
      school: '北京大学',
      age: 22,
      member: false,
      joined: '2024-02-29T10:00:00.000Z',
      level: 'gold',
      app: { roles: ['admin'], plan: { seats: 3, until: null } },
      tags: ['a', 1, false],
      scores: [1, 2.5],
    }
    expect({ ...parse(data)._unsafeUnwrap() }).toStrictEqual(data)
    expect({ ...parse({})._unsafeUnwrap() }).toStrictEqual({})
  })

  it('leaves out what has no value', () => {
    expect({ ...parse({ school: null, age: undefined, level: 'silver' })._unsafeUnwrap() }).toStrictEqual({
      level: 'silver',
    })
  })

  it('lists every key that the pool does not declare, even one without a value', () => {
    expect(issuesOf(parse({ hobby: 'go', school: 'x', pet: null, toString: 'x' }))).toStrictEqual([
      'hobby user.custom_field_undeclared',
      'pet user.custom_field_undeclared',
      'toString user.custom_field_undeclared',
    ])
  })

  it.each<[string, unknown]>([
    ['school', 1],
    ['school', ['x']],
    ['school', { x: 1 }],
    ['age', '22'],
    ['age', Number.NaN],
    ['age', 2 ** 53],
    ['age', Number.POSITIVE_INFINITY],
    ['age', 22n],
    ['member', 'true'],
    ['member', 0],
    ['joined', '2023-02-30'],
    ['joined', '2023-02-29T10:00Z'],
    ['joined', '2024-02-29T10:00'],
    ['joined', '2024-02-29T25:00Z'],
    ['joined', 'yesterday'],
    ['joined', '5'],
    ['joined', 1_700_000_000_000],
    ['level', 'GOLD'],
    ['level', 'bronze'],
    ['level', ''],
  ])('has no %s of the value %o', (key, value) => {
    expect(issuesOf(parse({ [key]: value }))).toStrictEqual([`${key} user.custom_value_of_wrong_type`])
  })

  it.each<[string, unknown, string]>([
    ['app', { a: 2 ** 53 }, 'app.a json.value_not_exact'],
    ['app', 'x'.repeat(17_000), 'app text.too_long'],
    ['tags', 'a', 'tags user.custom_value_of_wrong_type'],
    ['tags', { 0: 'a' }, 'tags user.custom_value_of_wrong_type'],
    ['tags', ['a', null], 'tags.1 user.custom_value_of_wrong_type'],
    ['tags', [['a']], 'tags.0 user.custom_value_of_wrong_type'],
    ['tags', [{}], 'tags.0 user.custom_value_of_wrong_type'],
    ['tags', Array(1001).fill('a'), 'tags user.custom_value_of_wrong_type'],
    ['tags', Array(1000).fill('x'.repeat(20)), 'tags json.too_large'],
    ['scores', [1, '2'], 'scores.1 user.custom_value_of_wrong_type'],
    ['scores', [2 ** 53], 'scores.0 user.custom_value_of_wrong_type'],
  ])('names what is wrong inside %s', (key, value, expected) => {
    expect(issuesOf(parse({ [key]: value }))).toStrictEqual([expected])
  })

  it('may be any JSON value in a field of that type, and null stands for no value', () => {
    for (const app of [true, 0, '', [], {}, [null]])
      expect(parse({ app })._unsafeUnwrap()['app']).toEqual(app)
    expect({ ...parse({ app: null, tags: null })._unsafeUnwrap() }).toStrictEqual({})
  })

  it('may have a day, or a moment with its offset', () => {
    for (const joined of ['2024-02-29', '2024-02-29T10:00Z', '2024-02-29T10:00:00.123456+08:00'])
      expect(parse({ joined })._unsafeUnwrap()['joined']).toBe(joined)
  })

  it('says what was expected, and never what was sent', () => {
    expect(
      parse({ level: 'canary', age: 'canary' })
        ._unsafeUnwrapErr()
        .map(({ params }) => params),
    ).toStrictEqual([{ expected: 'one of gold, silver' }, { expected: 'number' }])
  })

  it('bounds its texts', () => {
    expect(parse({ school: 'x'.repeat(8192) }).isOk()).toBe(true)
    expect(issuesOf(parse({ school: 'x'.repeat(8193) }))).toStrictEqual(['school text.too_long'])
    for (const text of hostileTexts)
      expect(timed(() => parse({ school: text, joined: text, level: text, age: text }))).toBeLessThan(soon)
  })
})

describe('keys that mean something to JavaScript', () => {
  const valueOf = (name: string | symbol): unknown =>
    Object.getOwnPropertyDescriptor(Object.prototype, name)?.value
  const names = Object.getOwnPropertyNames(Object.prototype).concat('prototype')

  it('are as undeclared as any other, and change nothing', () => {
    const before = Reflect.ownKeys(Object.prototype).map((name) => [name, valueOf(name)])
    for (const name of names)
      for (const value of ['x', null, { polluted: true }, { prototype: { polluted: true } }]) {
        const data = JSON.parse(`{${JSON.stringify(name)}:${JSON.stringify(value)}}`) as Record<
          string,
          unknown
        >
        expect(parse(data)._unsafeUnwrapErr()).toStrictEqual([
          { code: 'user.custom_field_undeclared', path: [name] },
        ])
      }
    for (const [name, value] of before) expect(valueOf(name as string)).toBe(value)
    expect(Reflect.ownKeys(Object.prototype)).toHaveLength(before.length)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('may even be declared, and are then values and nothing more', () => {
    const fields = Object.fromEntries(names.map((name) => [name, { type: 'string' } as const]))
    const given = Object.fromEntries(names.map((name) => [name, `value of ${name}`]))
    const data = parse(given, fields)._unsafeUnwrap()
    expect(Object.getPrototypeOf(data)).toBeNull()
    expect(Object.entries(data)).toStrictEqual(Object.entries(given))
    expect(({} as { constructor: unknown }).constructor).toBe(Object)
  })

  it('are named wherever they are undeclared, whatever the data', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom(...names, ...Object.keys(customFields)))
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), (data) => {
        const undeclared = Object.keys(data).filter((each) => !Object.hasOwn(customFields, each))
        const issues = parse(data).match(
          () => [],
          (found) => found.filter(({ code }) => code === 'user.custom_field_undeclared'),
        )
        expect(issues.map(({ path }) => path[0])).toStrictEqual(undeclared)
      }),
    )
  })
})
