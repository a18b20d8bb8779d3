import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePercent, decodeUtf8, encodeUtf8 } from '../../../packages/domain/src/kernel/utf8.ts'

const plain = (bytes: Uint8Array | undefined): Uint8Array | undefined => bytes && Uint8Array.from(bytes)

describe('UTF-8', () => {
  it('is that of the platform, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const encoded = plain(new TextEncoder().encode(text))
        expect(plain(encodeUtf8(text))).toStrictEqual(text.isWellFormed() ? encoded : undefined)
        if (encoded !== undefined && text.isWellFormed()) expect(decodeUtf8(encoded)).toBe(text)
      }),
    )
  })

  it('is read as strictly as the platform reads it', () => {
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    const reference = (bytes: Uint8Array): string | undefined => {
      try {
        return decoder.decode(bytes)
      } catch {
        return undefined
      }
    }
    const tail = fc.constantFrom(0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xf0, 0xf4, 0xf5, 0xff)
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.array(tail).map((bytes) => Uint8Array.from(bytes)),
        ),
        (bytes) => {
          expect(decodeUtf8(bytes)).toBe(reference(bytes))
        },
      ),
    )
  })
})

describe('percent-encoding', () => {
  it('comes off any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodePercent(encodeURIComponent(text))).toBe(text)
      }),
    )
  })

  it.each(['%', '%4', '%zz', '%ff', '%c3%28', '%ed%a0%80'])('is not %o', (text) => {
    expect(decodePercent(text)).toBeUndefined()
  })
})
