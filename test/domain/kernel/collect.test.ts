import { collect, collectList, gather, inside, issue, optional, type Checked } from '@keepsake/domain'
import fc from 'fast-check'
import { err, ok } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { issuesOf } from '../issues.ts'

const wrong: Checked<string> = err([issue('user.email_malformed'), issue('text.too_long', ['deep', 0])])

describe('a record put together from checked parts', () => {
  it('holds the values under their names, and leaves out what is absent', () => {
    const made = collect({ one: ok(1), none: ok(undefined), no: ok(false) })._unsafeUnwrap()
    expect(made).toStrictEqual({ one: 1, no: false })
    expect(Object.keys(made)).toStrictEqual(['one', 'no'])
  })

  it('lists the issues of every part that fails, each under its part, in the order of the parts', () => {
    expect(issuesOf(collect({ b: wrong, fine: ok(1), a: wrong }))).toStrictEqual([
      'b user.email_malformed',
      'b.deep.0 text.too_long',
      'a user.email_malformed',
      'a.deep.0 text.too_long',
    ])
  })

  it('takes a part by any name as a property of its own', () => {
    const parts = Object.fromEntries([
      ['__proto__', ok('mine')] as const,
      ['constructor', ok('mine too')] as const,
    ])
    const made = collect(parts)._unsafeUnwrap()
    expect(Object.entries(made)).toStrictEqual([
      ['__proto__', 'mine'],
      ['constructor', 'mine too'],
    ])
    expect(Object.getPrototypeOf(made)).toBe(Object.prototype)
  })
})

describe('a list of checked elements', () => {
  const even = (n: number): Checked<number> => (n % 2 === 0 ? ok(n / 2) : err([issue('user.not_found')]))

  it('fails exactly at the indexes of the elements that fail, and otherwise keeps its order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat()), (list) => {
        const odd = list.flatMap((n, index) => (n % 2 === 1 ? [`${index} user.not_found`] : []))
        const checked = collectList(list, even)
        expect(issuesOf(checked)).toStrictEqual(odd)
        if (checked.isOk()) expect(checked.value).toStrictEqual(list.map((n) => n / 2))
      }),
    )
  })
})

describe('parts that know their place', () => {
  it('are gathered with their values in order, or with all their issues as they are', () => {
    expect(gather(ok(1), ok('two'))._unsafeUnwrap()).toStrictEqual([1, 'two'])
    expect(gather()._unsafeUnwrap()).toStrictEqual([])
    expect(issuesOf(gather(inside(['x'], wrong), ok(1), wrong))).toStrictEqual([
      'x user.email_malformed',
      'x.deep.0 text.too_long',
      'user.email_malformed',
      'deep.0 text.too_long',
    ])
  })

  it('may be absent, and are parsed only where they are not', () => {
    expect(optional(undefined, () => wrong)._unsafeUnwrap()).toBeUndefined()
    expect(issuesOf(optional('', () => wrong))).toHaveLength(2)
  })
})
