import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isDay, momentOf } from '../../../packages/domain/src/kernel/calendar.ts'

/** How many days each month has, from the Gregorian rule, which is another way to know than the platform's dates. */
const daysIn = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

const text = (year: number, month: number, day: number): string =>
  [String(year).padStart(4, '0'), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')

describe('a day', () => {
  it('is in the calendar exactly where the Gregorian rule has it', () => {
    for (const year of [0, 1, 99, 1600, 1900, 1970, 2000, 2023, 2024, 2100, 2400, 9999])
      for (let month = 0; month <= 13; month += 1)
        for (let day = 0; day <= 32; day += 1) {
          const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
          expect([text(year, month, day), isDay(text(year, month, day))]).toStrictEqual([
            text(year, month, day),
            exists,
          ])
        }
  })

  it.each([
    '',
    '2022',
    '2022-06',
    '2022-6-3',
    '22-06-03',
    '+002022-06-03',
    '2022-06-03T00:00',
    ' 2022-06-03',
    '２０２２-06-03',
  ])('is not %o', (given) => {
    expect(isDay(given)).toBe(false)
  })
})

describe('a moment', () => {
  it('is that of the platform, to the millisecond', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(momentOf(date.toISOString())).toBe(date.getTime())
      }),
    )
  })

  it.each([
    ['2026-01-31', 1_769_817_600_000],
    ['2026-01-31T12:00Z', 1_769_860_800_000],
    ['2026-01-31T12:00:00Z', 1_769_860_800_000],
    ['2026-01-31T12:00:00.5+00:00', 1_769_860_800_500],
    ['2026-01-31T12:00:00.123456789Z', 1_769_860_800_123],
    ['2026-02-01T01:30:00+13:30', 1_769_860_800_000],
    ['2026-01-31T04:00:00-08:00', 1_769_860_800_000],
  ])('is named by %s', (given, moment) => {
    expect(momentOf(given)).toBe(moment)
  })

  it.each([
    '',
    '2026',
    '2026-02-29T12:00:00Z',
    '2026-01-31T12:00:00',
    '2026-01-31 12:00:00Z',
    '2026-01-31t12:00:00z',
    '2026-01-31T12Z',
    '2026-01-31T24:00:01Z',
    '2026-01-31T12:60:00Z',
    '2026-01-31T12:00:00.Z',
    '2026-01-31T12:00:00.1234567890Z',
    '2026-01-31T12:00:00+0800',
    '31 Jan 2026',
    '1769860800',
  ])('is not named by %o', (given) => {
    expect(momentOf(given)).toBeUndefined()
  })
})
