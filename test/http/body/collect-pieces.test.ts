import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collectPieces } from '../../../packages/http/src/body/collect-pieces.ts'

describe('pieces of a body', () => {
  it('are put together in their order, in at most four times the memory, all of which is asked for', () => {
    const pieces = fc.array(fc.uint8Array({ maxLength: 3000 }), { maxLength: 20 })
    fc.assert(
      fc.property(pieces, fc.option(fc.nat(20_000), { nil: undefined }), (list, declared) => {
        let taken = 0
        const collected = collectPieces(30_000, declared, (bytes) => {
          taken += bytes
          return true
        })
        const whole = Buffer.concat(list)
        const fits = whole.length <= 30_000
        const added = list.map((piece) => collected.add(piece))
        expect(added.every((each) => each === 'added')).toBe(fits)
        if (!fits) return
        expect(Buffer.from(collected.bytes()).equals(whole)).toBe(true)
        expect(taken).toBeGreaterThanOrEqual(whole.length)
        expect(taken).toBeLessThanOrEqual(Math.max(4 * whole.length, 1024, declared ?? 0))
      }),
    )
  })

  it('are refused where there are too many bytes, or no room', () => {
    expect(collectPieces(3, undefined, () => true).add(new Uint8Array(4))).toBe('too-large')
    expect(collectPieces(3, undefined, () => false).add(new Uint8Array(3))).toBe('no-room')
  })

  it('give back the memory that they have outgrown, and all of it in the end', () => {
    const collected = collectPieces(100_000, undefined, () => true)
    collected.add(new Uint8Array(10))
    const small = collected.bytes()
    collected.add(new Uint8Array(50_000))
    expect(small.length).toBe(0)
    const large = collected.bytes()
    expect(large.length).toBe(50_010)
    collected.close()
    expect(large.length).toBe(0)
  })

  it('take no memory before they come, whatever length is told', () => {
    let taken = 0
    const collected = collectPieces(10_000_000, 9_999_999, (bytes) => {
      taken += bytes
      return true
    })
    expect(taken).toBe(0)
    collected.add(new Uint8Array(10))
    expect(taken).toBe(64 * 1024)
  })
})
