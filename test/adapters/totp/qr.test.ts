import { inspect } from 'node:util'
import { openQrCodes } from '@keepsake/adapters/totp/qr'
import { conceal } from '@keepsake/domain'
import jsQR from 'jsqr'
import { describe, expect, it } from 'vitest'

const uri = 'otpauth://totp/Geese:bob%40example.com?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Geese'

const qrCodes = await openQrCodes()

/** The package calls itself an ES module in its types, and is none. */
const read = jsQR as unknown as typeof jsQR.default

/** What a scanner reads, given dark modules by row, each drawn as four by four pixels. */
const scan = (rows: readonly (readonly boolean[])[]): string | undefined => {
  const [scale, border] = [4, 4]
  const size = (rows.length + 2 * border) * scale
  const pixels = new Uint8ClampedArray(size * size * 4).fill(255)
  for (const [y, row] of rows.entries())
    for (const [x, dark] of row.entries())
      if (dark)
        for (let dy = 0; dy < scale; dy += 1)
          for (let dx = 0; dx < scale; dx += 1) {
            const at = ((y + border) * scale + dy) * size + (x + border) * scale + dx
            pixels.fill(0, at * 4, at * 4 + 3)
          }
  return read(pixels, size, size)?.data
}

describe('a QR code', () => {
  it('of a terminal is read by a scanner', () => {
    const lines = qrCodes.text(conceal(uri)).reveal().split('\n')
    // Block characters are light on dark ground: what they leave out is a dark module.
    const rows = lines.flatMap((line) => [
      [...line].map((block) => block === ' ' || block === '▄'),
      [...line].map((block) => block === ' ' || block === '▀'),
    ])
    expect(scan(rows)).toBe(uri)
  })

  it('as an image is read by a scanner', () => {
    const svg = qrCodes.svg(conceal(uri)).reveal()
    // A path of squares, ten units wide each.
    const modules = Number(/viewBox="0 0 (\d+)/u.exec(svg)?.[1]) / 10
    const dark = new Set([...svg.matchAll(/M(\d+,\d+)h10/gu)].map(([, corner]) => corner))
    const rows = Array.from({ length: modules }, (_, y) =>
      Array.from({ length: modules }, (__, x) => dark.has(`${x * 10},${y * 10}`)),
    )
    expect(scan(rows)).toBe(uri)
  })

  it('is as secret as what it says', () => {
    expect(inspect(qrCodes.text(conceal(uri)))).toBe('[secret]')
    expect(JSON.stringify(qrCodes.svg(conceal(uri)))).toBe('"[secret]"')
  })
})
