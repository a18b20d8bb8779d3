import { idMaker, nodeSystem } from '@keepsake/adapters/system/node'
import { describe, expect, it } from 'vitest'

describe('the sources of the system', () => {
  const { clock, newId, randomBytes } = nodeSystem()

  it('tell the time in milliseconds', () => {
    const before = Date.now()
    const now = clock()
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
  })

  it('make ids of 24 lower-case hex digits that begin with the time, all different and in order', () => {
    const before = Date.now()
    const ids = Array.from({ length: 100_000 }, newId)
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{24}$/u)
    expect(ids.toSorted()).toStrictEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
    const time = Number.parseInt(ids[0]!.slice(0, 12), 16)
    expect(time - before).toBeGreaterThanOrEqual(0)
    expect(time - before).toBeLessThan(10_000)
  })

  it('make ids that two makers with one clock do not share', () => {
    const [one, two] = [idMaker(() => 1), idMaker(() => 1)]
    const ids = Array.from({ length: 1000 }, () => [one(), two()]).flat()
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('keep ids in order when the clock stands still or goes back', () => {
    const times = [5, 5, 5, 4, 1, 6, 6, 2, 7]
    const make = idMaker(() => times.shift()!)
    const ids = Array.from({ length: 9 }, make)
    expect(ids.toSorted()).toStrictEqual(ids)
    expect(ids[0]!.slice(0, 12)).toBe('000000000005')
    expect(ids[5]!.slice(0, 12)).toBe('000000000006')
  })

  it.each([0, 1, 12, 16, 100, 4095, 4096, 4097, 100_000])('draw %i random bytes', (size) => {
    expect(randomBytes(size)).toHaveLength(size)
  })

  it('draw bytes that never come again, are the taker’s own, and look random', () => {
    const drawn = Array.from({ length: 5000 }, () => randomBytes(16))
    const first = drawn[0]!.slice()
    expect(new Set(drawn.map((bytes) => Buffer.from(bytes).toString('hex'))).size).toBe(5000)
    randomBytes(8192)
    expect(drawn[0]).toStrictEqual(first)
    const counts = Array.from({ length: 256 }, () => 0)
    for (const bytes of drawn) for (const byte of bytes) counts[byte]! += 1
    const expected = (5000 * 16) / 256
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
    // 255 degrees of freedom: beyond these bounds once in some hundred million runs.
    expect(chiSquare).toBeGreaterThan(140)
    expect(chiSquare).toBeLessThan(400)
  })
})
