import { randomBytes } from 'node:crypto'
import type { PasswordPolicy } from '@keepsake/domain'
import {
  checkPassword,
  defaultPasswordPolicy,
  generatePassword,
  parsePlainPassword,
  spellings,
} from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { times } from '../../effort.ts'

const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz'

const generated = () => generatePassword(randomBytes, defaultPasswordPolicy)

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
      const password = generated().reveal()
      expect(password).toMatch(/^[2-9A-HJ-NP-Za-kmnp-z]{24}$/u)
      for (const letter of password) seen.add(letter)
    }
    expect([...seen].toSorted().join('')).toBe(alphabet)
  })

  it('has at least 128 bits', () => {
    expect(24 * Math.log2(alphabet.length)).toBeGreaterThan(128)
  })

  it('passes the rules for passwords, and has one spelling', () => {
    const password = generated()
    expect(parsePlainPassword(password.reveal()).isOk()).toBe(true)
    expect(spellings(password)).toStrictEqual([password.reveal()])
  })

  it('does not show', () => {
    const password = generated()
    expect(`${password} ${JSON.stringify(password)}`).toBe('[secret] "[secret]"')
  })

  it('has every letter equally often in every place', () => {
    const bytes = seededBytes(20_220_703)
    const rounds = 20_000
    const counts = Array.from({ length: 24 }, () => new Map<string, number>())
    for (let round = 0; round < rounds; round += 1)
      for (const [place, letter] of [...generatePassword(bytes, defaultPasswordPolicy).reveal()].entries())
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
    const letters = new Map<number, string>()
    fc.assert(
      fc.property(fc.integer({ min: 224, max: 255 }), fc.integer({ min: 0, max: 223 }), (unfair, fair) => {
        let calls = 0
        const password = generatePassword(
          (size) => new Uint8Array(size).fill((calls += 1) === 1 ? unfair : fair),
          defaultPasswordPolicy,
        )
        const [letter] = password.reveal()
        expect(password.reveal()).toBe(letter!.repeat(24))
        letters.set(fair % 56, letter!)
      }),
      { numRuns: 2000 },
    )
    expect(new Set(letters.values()).size).toBe(letters.size)
  })

  it('never repeats in thousands', () => {
    const count = times({ short: 20_000, long: 100_000 })
    const made = new Set<string>()
    for (let time = 0; time < count; time += 1) made.add(generated().reveal())
    expect(made.size).toBe(count)
  })
})

describe('a password that is generated for a policy', () => {
  const amount = fc.integer({ min: 0, max: 10 })
  const policies: fc.Arbitrary<PasswordPolicy> = fc
    .record({
      minLength: fc.integer({ min: 8, max: 64 }),
      maxLength: fc.integer({ min: 64, max: 1024 }),
      composition: fc.record({
        minClasses: fc.integer({ min: 0, max: 5 }),
        required: fc.record(
          { lower: amount, upper: amount, digit: amount, symbol: amount, caseless: amount },
          { requiredKeys: [] },
        ),
      }),
    })
    .map((policy) => ({ ...defaultPasswordPolicy, ...policy }))
  const nobody = { identifiers: [], hasSecondFactor: false }

  it('always satisfies it', () => {
    fc.assert(
      fc.property(policies, (policy) => {
        const password = generatePassword(randomBytes, policy)
        expect(parsePlainPassword(password.reveal()).isOk()).toBe(true)
        expect(checkPassword(password, policy, nobody, { isCommon: () => false })).toStrictEqual([])
      }),
      { numRuns: 2000 },
    )
  })

  it('has no kind of character that nobody asked for', () => {
    const policy = { ...defaultPasswordPolicy, composition: { minClasses: 3, required: { digit: 4 } } }
    for (let count = 0; count < 200; count += 1)
      expect(generatePassword(randomBytes, policy).reveal()).toMatch(/^[2-9A-HJ-NP-Za-kmnp-z]{24,25}$/u)
  })

  it('is longer where what is asked for leaves less to chance', () => {
    const policy = { ...defaultPasswordPolicy, composition: { minClasses: 0, required: { digit: 30 } } }
    // 30 digits of eight are 90 bits; 38 are to come of 56, at 5.8 bits each.
    expect(generatePassword(randomBytes, policy).reveal()).toHaveLength(37)
  })

  it('has what is asked for in any place', () => {
    const policy = { ...defaultPasswordPolicy, composition: { minClasses: 0, required: { symbol: 1 } } }
    const places = new Set<number>()
    for (let count = 0; count < 2000; count += 1)
      places.add(
        generatePassword(randomBytes, policy)
          .reveal()
          .search(/[!#*+\-.:=?@_]/u),
      )
    expect(places.size).toBeGreaterThanOrEqual(20)
  })
})
