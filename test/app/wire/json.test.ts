import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseJson, parseJsonBytes } from '../../../packages/app/src/wire/json.ts'

const faultOf = (text: string): object => parseJson(text)._unsafeUnwrapErr()[0] ?? {}

describe('JSON from outside', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 10 }), (value) => {
        const text = JSON.stringify(value)
        if (text.includes('"__proto__":')) return
        expect(parseJson(text)._unsafeUnwrap()).toStrictEqual(JSON.parse(text))
        expect(parseJsonBytes(Buffer.from(text))._unsafeUnwrap()).toStrictEqual(JSON.parse(text))
      }),
    )
  })

  it('may begin with a byte order mark, once', () => {
    expect(parseJson('\ufeff{}')._unsafeUnwrap()).toStrictEqual({})
    expect(parseJsonBytes(Buffer.from('\ufeff{}'))._unsafeUnwrap()).toStrictEqual({})
    expect(parseJson('\ufeff\ufeff{}').isErr()).toBe(true)
  })

  it('that cannot be read is not repeated', () => {
    expect(faultOf('{"password":"hunter2"')).toStrictEqual({ code: 'request.not_json', path: [] })
    expect(parseJsonBytes(Buffer.from([0x22, 0xff, 0x22]))._unsafeUnwrapErr()).toStrictEqual([
      { code: 'request.not_json', path: [] },
    ])
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
