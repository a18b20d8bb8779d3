import { describe, expect, test } from 'vitest'
import { openRepeats, type Repeats } from '../../../packages/app/src/guessing/repeats.ts'

const now = 1_000_000
const second = 1000

const note = (repeats: Repeats, digest: string, at: number, more: object = {}): string =>
  repeats.note({ account: 'bob', queue: 'bob', digest, hasShare: false, ...more }, at)

/** Comes once a second from one moment to another, and answers what the last time came to. */
const comesAgain = (
  repeats: Repeats,
  digest: string,
  [from, to]: readonly [number, number],
  more: object = {},
): string => {
  let answer = ''
  for (let at = from; at <= to; at += second) answer = note(repeats, digest, at, more)
  return answer
}

describe('a password that comes again', () => {
  test('is due five seconds after it came first', () => {
    const repeats = openRepeats()
    expect(note(repeats, 'a', now)).toBe('not-yet')
    expect(note(repeats, 'a', now + 4999)).toBe('not-yet')
    expect(note(repeats, 'a', now + 5000)).toBe('due')
  })

  test('is due in each queue by itself', () => {
    const repeats = openRepeats()
    note(repeats, 'a', now)
    expect(note(repeats, 'a', now + 6 * second, { queue: 'network' })).toBe('not-yet')
    expect(note(repeats, 'a', now + 6 * second)).toBe('due')
  })

  test('begins anew where it did not come for three quarters of a minute, or the clock has gone back', () => {
    const repeats = openRepeats()
    note(repeats, 'a', now)
    expect(note(repeats, 'a', now + 46 * second)).toBe('not-yet')
    expect(note(repeats, 'a', now)).toBe('not-yet')
    expect(note(repeats, 'a', now + 5 * second)).toBe('due')
  })

  test('waits for those that came before it, as long as they keep coming', () => {
    const repeats = openRepeats()
    note(repeats, 'first', now)
    for (let at = now + second; at <= now + 10 * second; at += second) {
      expect(note(repeats, 'later', at)).toBe('not-yet')
      expect(note(repeats, 'first', at)).toBe(at < now + 5 * second ? 'not-yet' : 'due')
    }
    expect(comesAgain(repeats, 'later', [now + 11 * second, now + 20 * second])).toBe('not-yet')
    expect(note(repeats, 'later', now + 21 * second)).toBe('due')
  })

  test('does not wait for one that has had its turn', () => {
    const repeats = openRepeats()
    note(repeats, 'first', now)
    note(repeats, 'later', now + second)
    expect(note(repeats, 'first', now + 5 * second)).toBe('due')
    expect(note(repeats, 'later', now + 6 * second)).toBe('not-yet')
    repeats.noteTurn({ queue: 'bob', digest: 'first' })
    expect(note(repeats, 'later', now + 7 * second)).toBe('due')
    expect(note(repeats, 'first', now + 8 * second)).toBe('not-yet')
  })

  test('does not wait for what came once', () => {
    const repeats = openRepeats()
    for (let guess = 0; guess < 200; guess += 1) note(repeats, `guess ${guess}`, now - second)
    expect(comesAgain(repeats, 'a', [now, now + 5 * second])).toBe('due')
  })

  test('goes before those from where no attempts are left, if some are left from where it comes', () => {
    const repeats = openRepeats()
    const answers = []
    for (let at = now; at <= now + 10 * second; at += second) {
      const guess = note(repeats, 'guess', at)
      const own = at < now + 2 * second ? 'not-yet' : note(repeats, 'own', at, { hasShare: true })
      answers.push([guess, own])
    }
    expect(answers[6]).toEqual(['due', 'not-yet'])
    expect(answers.at(-1)).toEqual(['not-yet', 'due'])
  })

  test('is not due for an hour once it was wrong, unless it may be right now', () => {
    const repeats = openRepeats()
    repeats.noteWrong({ account: 'bob', digest: 'a' }, now)
    expect(comesAgain(repeats, 'a', [now, now + 20 * second])).toBe('not-yet')
    repeats.forgetWrong('bob')
    expect(comesAgain(repeats, 'a', [now, now + 20 * second])).toBe('due')
    repeats.noteWrong({ account: 'bob', digest: 'b' }, now)
    expect(comesAgain(repeats, 'b', [now + 3600 * second, now + 3610 * second])).toBe('due')
  })

  test('is remembered among as many as come in five seconds', () => {
    const repeats = openRepeats()
    note(repeats, 'a', now)
    for (let guess = 0; guess < 4000; guess += 1) note(repeats, `guess ${guess}`, now + guess)
    expect(note(repeats, 'a', now + 5 * second)).toBe('due')
  })

  test.each([
    ['one other queue', () => 'network'],
    ['a thousand of them', (guess: number) => `account ${guess % 1000}`],
    ['as many as there are guesses', (guess: number) => `account ${guess}`],
  ])('is not pushed out of its queue by %s', (_, queueOf) => {
    const repeats = openRepeats()
    note(repeats, 'a', now)
    for (let guess = 0; guess < 60_000; guess += 1)
      note(repeats, `guess ${guess}`, now, { queue: queueOf(guess) })
    expect(note(repeats, 'a', now + 5 * second)).toBe('due')
  })
})
