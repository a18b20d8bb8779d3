import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openRecentCounts } from '../../../packages/app/src/fair-queue/recent-counts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('names are counted for as long as is asked, and forgotten after twice that time', () => {
  const lately = openRecentCounts({ ms: 1000, most: 100 })
  lately.note('a')
  lately.note('a')
  vi.advanceTimersByTime(999)
  expect(lately.times('a')).toBe(2)
  vi.advanceTimersByTime(600)
  lately.note('a')
  expect(lately.times('a')).toBe(3)
  vi.advanceTimersByTime(1000)
  expect(lately.times('a')).toBe(1)
  vi.advanceTimersByTime(60_000)
  expect(lately.times('a')).toBe(0)
})

test('at least so many names are remembered, and at most twice as many', () => {
  const lately = openRecentCounts({ ms: 1000, most: 10 })
  const names = Array.from({ length: 1000 }, (_, index) => `n${index}`)
  for (const name of names) lately.note(name)
  const remembered = names.filter((name) => lately.times(name) > 0)
  expect(remembered.length).toBeGreaterThanOrEqual(10)
  expect(remembered.length).toBeLessThanOrEqual(20)
  expect(names.slice(-10).every((name) => lately.times(name) === 1)).toBe(true)
})
