import { parseJsonValue } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { issuesOf } from '../../issues.ts'

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)])

describe('a JSON value', () => {
  it('comes back as it is', () => {
    const value = { a: [1, 'two', null, { b: true, c: -0.5 }], ['__proto__']: { constructor: 'x' }, '': {} }
    const parsed = parseJsonValue(value)._unsafeUnwrap()
    expect(parsed).toStrictEqual(value)
    expect(parsed).not.toBe(value)
    expect(JSON.stringify(parsed)).toBe(JSON.stringify(value))
  })

  it.each([
    [2 ** 53, 'json.value_not_exact'],
    [[0, -(2 ** 60)], '1 json.value_not_exact'],
    [{ a: { b: Number.NaN } }, 'a.b json.value_not_exact'],
    [Number.POSITIVE_INFINITY, 'json.value_not_exact'],
    [[undefined], '0 json.value_not_exact'],
    [{ a: 1n }, 'a json.value_not_exact'],
    [{ a: () => 1 }, 'a json.value_not_exact'],
    [new Date(0), 'json.value_not_exact'],
    [{ a: new Map() }, 'a json.value_not_exact'],
    [['\ud800'], '0 text.not_well_formed'],
    [{ a: 'x\u0000' }, 'a text.control_character'],
    [{ '\udfff': 1 }, 'text.not_well_formed'],
  ])('is nothing that JSON cannot keep: %o', (value, expected) => {
    expect(issuesOf(parseJsonValue(value))).toStrictEqual([expected])
  })

  it('is bounded in size and depth', () => {
    const text = 'x'.repeat(16 * 1024 - 2)
    expect(parseJsonValue(text).isOk()).toBe(true)
    expect(issuesOf(parseJsonValue(`${text}x`))).toStrictEqual(['json.too_large'])
    expect(issuesOf(parseJsonValue(Array(20_000).fill(1)))).toStrictEqual(['json.too_large'])
    expect(issuesOf(parseJsonValue({ a: text, b: 1 }))).toStrictEqual(['json.too_large'])
    expect(parseJsonValue(nested(8)).isOk()).toBe(true)
    expect(issuesOf(parseJsonValue(nested(9)))).toStrictEqual([`${Array(8).fill(0).join('.')} json.too_deep`])
  })

  it('is the same after it was written and read, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        parseJsonValue(value).map((parsed) => {
          expect(JSON.parse(JSON.stringify(parsed))).toStrictEqual(parsed)
        })
      }),
    )
  })
})
