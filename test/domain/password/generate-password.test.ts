import { randomBytes } from 'node:crypto'
import { generatePassword, parsePlainPassword, spellings } from '@keepsake/domain'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz'

/** Bytes that are the same on every run: Marsaglia's xorshift with 32 bits. */
const seededBytes = (seed: number) => {
  let state = seed
  return (size: number): Uint8Array =>
    Uint8Array.from({ length: size }, () => {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      return state & 0xff
    })
}

describe('a generated password', () => {
  it('is 24 letters and digits, none of which reads like another', () => {
    const seen = new Set<string>()
    for (let count = 0; count < 1000; count += 1) {
      const password = generatePassword(randomBytes).reveal()
      expect(password).toMatch(/^[2-9A-HJ-NP-Za-kmnp-z]{24}$/u)
      for (const letter of password) seen.add(letter)
    }
    expect([...seen].toSorted().join('')).toBe(alphabet)
  })

  it('has at least 128 bits', () => {
    expect(24 * Math.log2(alphabet.length)).toBeGreaterThan(128)
  })

  it('passes the rules for passwords, and has one spelling', () => {
    const password = generatePassword(randomBytes)
    expect(parsePlainPassword(password.reveal()).isOk()).toBe(true)
    expect(spellings(password)).toStrictEqual([password.reveal()])
  })

  it('does not show', () => {
    const password = generatePassword(randomBytes)
    expect(`${password} ${JSON.stringify(password)}`).toBe('[secret] "[secret]"')
  })

  it('has every letter equally often in every place', () => {
    const bytes = seededBytes(20_220_703)
    const rounds = 20_000
    const counts = Array.from({ length: 24 }, () => new Map<string, number>())
    for (let round = 0; round < rounds; round += 1)
      for (const [place, letter] of [...generatePassword(bytes).reveal()].entries())
        counts[place]!.set(letter, (counts[place]!.get(letter) ?? 0) + 1)
    const expected = rounds / alphabet.length
    for (const count of counts) {
      const chiSquare = [...alphabet].reduce(
        (sum, letter) => sum + ((count.get(letter) ?? 0) - expected) ** 2 / expected,
        0,
      )
      // 55 degrees of freedom: beyond 104 lies one fair source in 13,000. A byte modulo 56, its first 32 letters a quarter
      // more frequent than the others, is beyond 200 at this number of rounds.
      expect(chiSquare).toBeLessThan(104)
    }
  })

  it('takes no byte that would favour a letter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 224, max: 255 }), fc.integer({ min: 0, max: 223 }), (unfair, fair) => {
        let calls = 0
        const password = generatePassword((size) =>
          new Uint8Array(size).fill((calls += 1) === 1 ? unfair : fair),
        )
        expect(password.reveal()).toBe(alphabet[fair % 56]!.repeat(24))
      }),
    )
  })

  it('never repeats in 100,000', () => {
    const made = new Set<string>()
    for (let count = 0; count < 100_000; count += 1) made.add(generatePassword(randomBytes).reveal())
    expect(made.size).toBe(100_000)
  })
})
