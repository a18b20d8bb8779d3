import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDer, readMagnitude, tags, writeDer } from '../../../packages/adapters/src/cipher/der.ts'

const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')

test('what is written is read back, whatever its length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70_000, size: 'max' }), (content) => {
      if (content.length > 0xffff) return
      expect(readDer(writeDer(tags.octetString, content))).toEqual([
        { tag: tags.octetString, content: Buffer.from(content) },
      ])
    }),
    { numRuns: 20 },
  )
  for (const size of [0, 127, 128, 255, 256, 65_535])
    expect(readDer(writeDer(tags.sequence, Buffer.alloc(size)))?.[0]?.content.length).toBe(size)
})

test.each([
  ['cut short', '0403aabb'],
  ['without a length', '04'],
  ['with a length of no bytes', '0480aabb0000'],
  ['with a long length for a short value', '048101aa'],
  ['with a padded length', `04820080${'aa'.repeat(128)}`],
  ['with a length of more than two bytes', '0483010000'],
])('a value %s is not DER', (_, hex) => {
  expect(readDer(bytes(hex))).toBeUndefined()
})

test.each([
  ['00', '0000'],
  ['7f', '007f'],
  ['0080', '0080'],
  ['1234', '1234'],
  ['00ffff', 'ffff'],
  ['80', '0080'],
  ['ffff', 'ffff'],
  ['0001', '0001'],
  ['0000000001', '0001'],
])('the integer %s is %s in two bytes', (hex, expected) => {
  expect(readMagnitude(bytes(hex), 2)?.toString('hex')).toBe(expected)
})

test.each(['', '010000', '00ffffff'])('the integer "%s" is none of two bytes', (hex) => {
  expect(readMagnitude(bytes(hex), 2)).toBeUndefined()
})
