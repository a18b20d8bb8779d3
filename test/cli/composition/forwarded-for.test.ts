import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { forwardedFor } from '../../../packages/cli/src/composition/forwarded-for.ts'
import { parseAddress } from '../../../packages/app/src/use-cases/sign-in/network-of.ts'

describe('an address in x-forwarded-for', () => {
  test.each([
    ['203.0.113.9', '203.0.113.9'],
    [' 203.0.113.9 ', '203.0.113.9'],
    ['203.0.113.9:5678', '203.0.113.9'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['"[2001:db8::1]:443"', '2001:db8::1'],
    ['"203.0.113.9:80"', '203.0.113.9'],
    ['[fe80::1%eth0]:443', 'fe80::1'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['[::ffff:203.0.113.9]:80', '203.0.113.9'],
  ])('that is written %j is %s', (written, address) => {
    expect(parseAddress(forwardedFor(written, 1))).toBe(address)
    expect(parseAddress(forwardedFor(`6.6.6.6, ${written}`, 1))).toBe(address)
  })

  test.each([
    '',
    'unknown',
    '_hidden',
    '203.0.113',
    '203.0.113.999:80',
    '203.0.113.9:999999',
    '203.0.113.9:',
    '203.0.113.9:80:80',
    '[203.0.113.9',
    '[2001:db8::1]443',
    '[]:443',
    '[[::1]]',
    'a.example:80',
    '203.0.113.9, ',
    '203.0.113.9,unknown',
  ])('that is written %j is none', (written) => {
    expect(parseAddress(forwardedFor(written, 1))).toBeUndefined()
  })

  test('is counted from the end, by as many proxies as there are', () => {
    const header = '6.6.6.6, 198.51.100.1, [2001:db8::1]:443, 10.0.0.1:80'
    expect([1, 2, 3].map((proxies) => forwardedFor(header, proxies))).toEqual([
      '10.0.0.1',
      '2001:db8::1',
      '198.51.100.1',
    ])
  })

  test('is none where the request has come through fewer proxies', () => {
    expect(forwardedFor('198.51.100.1', 2)).toBeUndefined()
    expect(forwardedFor('', 1) ?? '').toBe('')
  })

  test('does not depend on what stands before it, whatever that is', () => {
    const text = fc.string({ maxLength: 500 })
    fc.assert(
      fc.property(fc.array(text), fc.ipV4(), fc.ipV4(), (before, outer, inner) => {
        const header = [...before, outer, inner].join(', ')
        expect(forwardedFor(header.slice(-4000), 2)).toBe(outer)
      }),
    )
  })

  test('is looked for in no header of any length', () => {
    expect(forwardedFor(`${','.repeat(1_000_000)}203.0.113.9`, 1)).toBeUndefined()
  })
})
