import { applyMapping, readMapping } from '@keepsake/app/mapping'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

const apply = (fields: object, record: unknown): unknown =>
  readMapping({ fields })
    .andThen((mapping) =>
      applyMapping(record, mapping, { level: { type: 'number' }, tag: { type: 'string' } }),
    )
    .match(
      ({ row }) => row,
      (issues) => issues.map(({ code, path }) => `${path.join('.')} ${code}`),
    )

describe('a mapping', () => {
  test('takes values by path, constants, and the names of columns', () => {
    const record = {
      mail: 'a@b.c',
      deep: { list: [{ n: 1 }, { n: 2 }] },
      'a.b[0]': 'column',
      meta: '{"tag":"x"}',
    }
    expect(
      apply(
        {
          email: 'mail',
          'customData.level': 'deep.list[1].n',
          username: 'a.b[0]',
          status: { const: 'Activated' },
          'customData.tag': 'meta.tag',
          'identities[0].provider': { const: 'github' },
        },
        record,
      ),
    ).toEqual({
      email: 'a@b.c',
      customData: { level: 2, tag: 'x' },
      username: 'column',
      status: 'Activated',
      identities: [{ provider: 'github' }],
    })
  })

  test.each([
    ['text', 42, '42'],
    ['flag', 'Yes', true],
    ['flag', 0, false],
    ['trim', '  x ', 'x'],
    ['lower', 'ABC', 'abc'],
    ['hex-to-base64', '00ff10', 'AP8Q'],
    ['base64-to-hex', 'AP8Q', '00ff10'],
    [{ date: 'DD.MM.YYYY' }, '3.5.1990', '1990-05-03'],
    [{ date: 'MMM DD, YYYY' }, 'May 03, 1990', '1990-05-03'],
    [{ date: 'YYYYMMDD' }, '19900503', '1990-05-03'],
    [{ time: 'seconds' }, '1683792930', '2023-05-11T08:15:30.000Z'],
    [{ time: 'milliseconds' }, 1683792930000, '2023-05-11T08:15:30.000Z'],
    [{ time: 'YYYY-MM-DD HH:mm:ss' }, '2023-05-11 08:15:30', '2023-05-11T08:15:30.000Z'],
    [{ time: 'YYYY-MM-DD HH:mm:ss', zone: '+08:00' }, '2023-05-11 16:15:30', '2023-05-11T08:15:30.000Z'],
    [{ time: 'YYYY-MM-DDTHH:mm:ss.SSSZ' }, '2023-05-11T10:15:30.5+0200', '2023-05-11T08:15:30.500Z'],
    [{ split: ' ', take: 'first' }, 'Ann Mary Smith', 'Ann'],
    [{ split: ' ', take: 'rest' }, 'Ann Mary Smith', 'Mary Smith'],
    [{ split: ' ', take: 'last' }, 'Ann Mary Smith', 'Smith'],
    [{ split: '/', take: 1 }, 'a/b/c', 'b'],
    [{ enum: { '1': 'Activated', '0': 'Suspended' } }, 0, 'Suspended'],
    [{ enum: { a: 'x' }, else: 'y' }, 'b', 'y'],
    [['trim', { split: ',', take: 0 }, 'lower'], ' AB,C', 'ab'],
  ] as const)('converts by %j', (as, value, wanted) => {
    expect(apply({ username: { path: 'v', as } }, { v: value })).toEqual(
      typeof wanted === 'boolean' ? ['username file.cell_not_of_type'] : { username: wanted },
    )
    if (typeof wanted === 'boolean')
      expect(apply({ emailVerified: { path: 'v', as } }, { v: value })).toEqual({ emailVerified: wanted })
  })

  test('puts a hash together', () => {
    const fields = {
      password: { template: '$2y$10${salt}{hash.value}' },
      departmentIds: { path: 'd', as: { list: ';' } },
    }
    expect(apply(fields, { salt: 'abc', hash: { value: 'def' }, d: 'x; y' })).toEqual({
      password: '$2y$10$abcdef',
      departmentIds: ['x', 'y'],
    })
    expect(apply(fields, { salt: 'abc' })).toEqual({})
  })

  test.each([
    [{ birthdate: { path: 'v', as: { date: 'DD.MM.YYYY' } } }, '31.02.1990'],
    [{ status: { path: 'v', as: { enum: { a: 'b' } } } }, 'c'],
    [{ 'customData.level': { path: 'v', as: 'number' } }, 'many'],
    [{ 'customData.level': 'v' }, 'many'],
    [{ password: { path: 'v', as: 'hex-to-base64' } }, 'xyz'],
    [{ 'customData.tag': { path: 'v', as: 'json' } }, '{'],
  ])('names the field whose value does not fit: %j', (fields, value) => {
    const [field] = Object.keys(fields)
    const issues = apply(fields, { v: value }) as readonly string[]
    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatch(new RegExp(`^${field} (?:file|request)\\.`, 'u'))
  })

  test('tells what it does not use', () => {
    const mapping = readMapping({ fields: { email: 'a.mail' }, key: 'id', drop: ['x.y'] })._unsafeUnwrap()
    const { key, unused } = applyMapping(
      { id: 7, a: { mail: 'a@b.c', other: 1 }, x: { y: 1, z: 2 }, list: [1], empty: '', nothing: null },
      mapping,
      {},
    )._unsafeUnwrap()
    expect(key).toBe('7')
    expect(unused).toEqual([['a', 'other'], ['x', 'z'], ['list']])
  })

  test.each([
    [{ fields: { mail: 'a' } }, 'fields.mail request.field_unknown'],
    [{ fields: { __proto__x: 'a' } }, 'fields.__proto__x request.field_unknown'],
    [
      { fields: { birthdate: { path: 'a', as: { date: 'DD.MM' } } } },
      'fields.birthdate.as request.value_not_allowed',
    ],
    [{ fields: { email: { path: 'a', as: 'rot13' } } }, 'fields.email'],
    [{ fields: {}, extra: 1 }, 'extra request.field_unknown'],
    [[], ' request.field_of_wrong_type'],
  ])('is refused with the place of a mistake: %j', (mapping, wanted) => {
    const issues = readMapping(mapping)._unsafeUnwrapErr()
    expect(issues.map(({ code, path }) => `${path.join('.')} ${code}`).join('\n')).toContain(wanted)
  })

  test('never throws, whatever the record is', () => {
    const conversions = [
      'text',
      'number',
      'flag',
      'trim',
      'lower',
      'json',
      'hex-to-base64',
      'base64-to-hex',
      { date: 'YYYY-MM-DD' },
      { time: 'seconds' },
      { split: 'a', take: 'rest' },
      { list: ',' },
      { enum: { a: 'b' } },
    ]
    fc.assert(
      fc.property(
        fc.anything({ key: fc.constantFrom('a', 'b', '__proto__', 'valueOf'), maxDepth: 3 }),
        fc.constantFrom(...conversions),
        fc.constantFrom('a', 'a.b', 'a[0]', '__proto__', 'valueOf'),
        (record, as, path) => {
          apply({ email: { path, as }, name: { template: `{${path}}` } }, record)
        },
      ),
    )
  })
})
