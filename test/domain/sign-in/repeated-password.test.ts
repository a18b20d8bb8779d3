import {
  comesAgain,
  isDueNow,
  isStillWrong,
  queueOf,
  refusedAt,
  repeatedAfterMs,
  type WaitingPassword,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'

const now = 1_000_000
const waiting = (more: Partial<WaitingPassword> = {}): WaitingPassword => ({
  digest: 'own',
  hasShare: false,
  since: now - repeatedAfterMs,
  last: now,
  times: 2,
  ...more,
})

describe('a refused password', () => {
  it('may come again after five seconds, or earlier if any other may', () => {
    expect(refusedAt({ by: 'password', retryAt: now + 60_000 }, now)).toStrictEqual({
      retryAt: now + 5000,
      otherPasswordAt: now + 60_000,
    })
    expect(refusedAt({ by: 'password', retryAt: now + 10 }, now)).toStrictEqual({
      retryAt: now + 10,
      otherPasswordAt: now + 10,
    })
  })

  it.each([
    ['password', 'bob', false],
    ['password-of-strangers', 'bob', true],
    ['password-of-network', 'network 192.0.2.1', false],
  ] as const)('by %s waits in the queue %s, with own attempts left: %s', (by, queue, hasShare) => {
    expect(queueOf({ account: 'bob', network: '192.0.2.1' }, by)).toStrictEqual({ queue, hasShare })
  })
})

describe('a password that comes again', () => {
  const own = { digest: 'own', hasShare: false }

  it('waits since it came first, unless it has lapsed or the clock has gone back', () => {
    const before = waiting({ since: now - 1000, last: now, times: 3 })
    expect(comesAgain(before, own, now + 45_000)).toMatchObject({ since: now - 1000, times: 4 })
    expect(comesAgain(before, own, now + 45_001)).toMatchObject({ since: now + 45_001, times: 1 })
    expect(comesAgain(before, own, now - 1)).toMatchObject({ since: now - 1, times: 1 })
    expect(comesAgain(undefined, own, now)).toMatchObject({ since: now, last: now, times: 1 })
  })

  it('is due after five seconds', () => {
    expect(isDueNow(waiting(), [waiting()], now)).toBe(true)
    expect(isDueNow(waiting({ since: now - 4999 }), [], now)).toBe(false)
  })

  it.each([
    ['came first', { since: now - 6000 }, false],
    ['came later', { since: now - 5000 + 1 }, true],
    ['came first, and has not come again', { since: now - 6000, times: 1 }, true],
    ['came first, and has given up', { since: now - 20_000, last: now - 10_001 }, true],
    ['has own attempts left', { since: now - 5000, hasShare: true }, false],
  ])('is due beside a rival that %s: %j %s', (_, rival, isDue) => {
    expect(isDueNow(waiting(), [waiting({ digest: 'rival', ...rival })], now)).toBe(isDue)
  })
})

describe('a wrong password', () => {
  it('is wrong for an hour', () => {
    expect(isStillWrong(now, now + 3_599_999)).toBe(true)
    expect(isStillWrong(now, now + 3_600_000)).toBe(false)
    expect(isStillWrong(now + 3_600_000, now)).toBe(false)
  })
})
