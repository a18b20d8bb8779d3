import { conceal } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openPossibleFormats } from '../../../../packages/adapters/src/password/formats/by-mark.ts'
import type { HashFormat } from '../../../../packages/adapters/src/password/formats/hash-format.ts'
import { hashFormats } from '../../../../packages/adapters/src/password/formats/table.ts'
import { families, hashVectors } from '../vectors.ts'

const formats = hashFormats({ devisePepper: conceal('pepper') })
const possible = openPossibleFormats(formats)
const texts = families.flatMap(hashVectors).map(({ encoded }) => encoded)

const readers = (asked: readonly HashFormat[], encoded: string): readonly string[] =>
  asked.filter(({ read }) => read(encoded) !== undefined).map(({ id }) => id)

const expectAllReaders = (encoded: string): void =>
  expect(readers(possible(encoded), encoded), encoded).toStrictEqual(readers(formats, encoded))

describe('the formats that a text may have', () => {
  it('are all that read it', () => {
    for (const encoded of texts) expectAllReaders(encoded)
  })

  it('are only a few if its beginning is a mark', () => {
    for (const encoded of texts.filter((text) => /^\$(?:argon2id|2b|6)\$/u.test(text)))
      expect(possible(encoded).length).toBeLessThan(5)
    expect(possible('d41d8cd98f00b204e9800998ecf8427e')).toBe(formats)
  })

  it('are all that read it after a change, or behind another beginning', () => {
    const marks = [...new Set(texts.map((text) => text.slice(0, text.indexOf('$', 1) + 1)))]
    const change = fc.record({
      at: fc.nat({ max: 40 }),
      removed: fc.nat({ max: 3 }),
      put: fc.oneof(fc.stringMatching(/^[$A-Za-z0-9.:/={}]{0,3}$/u), fc.constantFrom(...marks)),
      before: fc.constantFrom('', ...marks),
    })
    fc.assert(
      fc.property(fc.constantFrom(...texts), change, (encoded, { at, removed, put, before }) => {
        expectAllReaders(before + encoded)
        expectAllReaders(encoded.slice(0, at) + put + encoded.slice(at + removed))
      }),
      { numRuns: 1000 },
    )
  })
})
