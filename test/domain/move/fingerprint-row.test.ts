import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { canonicalText, fingerprintRow, isSameRow, traceField, traceFields } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'

const under =
  (key: string) =>
  (text: string): string =>
    `${key}.${createHmac('sha256', key).update(text).digest('base64url')}`

const digest = under('k1')
const rules = '{"keepPassword":true}'

describe('the canonical text of a row', () => {
  it('does not depend on the order of its fields, at any depth', () => {
    expect(canonicalText({ a: 1, b: { c: 2, d: [1, 2] } })).toBe(
      canonicalText({ b: { d: [1, 2], c: 2 }, a: 1 }),
    )
  })

  it('depends on the order of lists', () => {
    expect(canonicalText([1, 2])).not.toBe(canonicalText([2, 1]))
  })

  it('does not see fields that are undefined', () => {
    expect(canonicalText({ a: 1, b: undefined })).toBe(canonicalText({ a: 1 }))
  })

  it('sees fields whose names mean something in JavaScript', () => {
    const named = JSON.parse('{"__proto__":{"x":1},"2":1,"1":2}') as unknown
    expect(canonicalText(named)).not.toBe(canonicalText({ 2: 1, 1: 2 }))
    expect(canonicalText(named)).toBe(canonicalText(JSON.parse('{"1":2,"2":1,"__proto__":{"x":1}}')))
  })

  it('tells a record from a list of its fields', () => {
    expect(canonicalText({ a: 1 })).not.toBe(canonicalText({ fields: [['a', 1]] }))
  })

  it('is the same for the same JSON, and only for it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const [a, b] = [JSON.stringify(one), JSON.stringify(other)]
        expect(canonicalText(JSON.parse(a))).toBe(canonicalText(JSON.parse(a)))
        if (canonicalText(JSON.parse(a)) === canonicalText(JSON.parse(b)))
          expect(JSON.parse(a)).toStrictEqual(JSON.parse(b))
      }),
    )
  })
})

describe('the fingerprint of a row', () => {
  const row = { email: 'a@example.org', password: '$2b$10$secret', name: 'Anna' }

  it('is the same for the same row under the same rules', () => {
    expect(isSameRow(fingerprintRow(row, rules, digest), fingerprintRow({ ...row }, rules, digest))).toBe(
      true,
    )
  })

  it.each([
    ['a changed password', { ...row, password: '$2b$10$other' }, rules],
    ['a field more', { ...row, nickname: 'A' }, rules],
    ['a field less', { email: row.email, password: row.password }, rules],
    ['other rules', row, '{}'],
  ])('is another one for %s', (_, other, under) => {
    expect(fingerprintRow(other, under, digest)).not.toBe(fingerprintRow(row, rules, digest))
  })

  it('begins with the id of the key, and differs under another key', () => {
    const [one, other] = [fingerprintRow(row, rules, digest), fingerprintRow(row, rules, under('k2'))]
    expect(one.startsWith('k1.')).toBe(true)
    expect(other.startsWith('k2.')).toBe(true)
    expect(isSameRow(one, other)).toBe(false)
  })

  it('holds nothing of the row', () => {
    expect(fingerprintRow(row, rules, digest)).not.toContain('secret')
  })

  it('of nothing is like no row', () => {
    expect(isSameRow(undefined, fingerprintRow(row, rules, digest))).toBe(false)
  })
})

describe('the traces of fields', () => {
  it('show whether a field is the same, and have 8 characters', () => {
    const traces = traceFields({ name: 'Anna', nickname: undefined, familyName: 'B' }, digest)
    expect(Object.keys(traces)).toStrictEqual(['name', 'familyName'])
    expect(traces['name']).toBe(traceField('name', 'Anna', digest))
    expect(traces['name']).toHaveLength(8)
  })

  it('differ for two fields with the same value', () => {
    expect(traceField('name', 'A', digest)).not.toBe(traceField('nickname', 'A', digest))
  })
})
