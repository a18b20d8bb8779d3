import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64 } from '../../../packages/domain/src/kernel/base64.ts'
import { hostileTexts, soon, timed } from '../hostile-texts.ts'

describe('base64', () => {
  // RFC 4648, section 10.
  it.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('of %o is %o', (bytes, encoded) => {
    expect(decodeBase64(encoded)).toStrictEqual(Uint8Array.from(Buffer.from(bytes)))
  })

  it('gives back any bytes, in either alphabet, padded or not, however it is broken into lines', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('', ' ', '\n', '\r\n'), (bytes, mark) => {
        for (const alphabet of ['base64', 'base64url'] as const) {
          const encoded = Buffer.from(bytes).toString(alphabet).replaceAll(/.{4}/gu, `$&${mark}`)
          expect(decodeBase64(encoded)).toStrictEqual(Uint8Array.from(bytes))
          expect(decodeBase64(encoded.replaceAll('=', ''))).toStrictEqual(Uint8Array.from(bytes))
        }
      }),
    )
  })

  it.each(['Z', 'Zm9vY', 'Zg===', 'Z=g', '=Zg', 'Zm9v!', 'Zm9vé', 'Zm9v\u0000', 'ＺZm9v', 'Zm9vſ'])(
    'is not %o',
    (given) => {
      expect(decodeBase64(given)).toBeUndefined()
    },
  )

  it('is read at once, however long', () => {
    for (const given of hostileTexts) expect(timed(() => decodeBase64(given))).toBeLessThan(soon)
  })
})
