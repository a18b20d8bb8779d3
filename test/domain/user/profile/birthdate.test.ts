import { parseBirthdate, parseDateZone } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { birthdateReading } from '../../../../packages/domain/src/user/profile/birthdate.ts'
import { hostileTexts, soon, timed } from '../../hostile-texts.ts'
import { issuesOf } from '../../issues.ts'

const days = { earliest: '1850-01-01', latest: '2026-01-31' }
const meantIn = (name: string) => {
  const zone = parseDateZone(name)
  if (zone === undefined) throw new Error(`There is no time zone ${name}`)
  return { ...days, zone }
}

describe('a birthdate', () => {
  it.each(['2022-06-03', '2024-02-29', '2000-02-29', '1900-02-28', '1850-01-01', '2026-01-31'])(
    'may be %s',
    (text) => {
      expect(parseBirthdate(text, days)._unsafeUnwrap()).toStrictEqual({
        birthdate: text,
        timeDropped: false,
      })
    },
  )

  it.each([
    '2022-06-03T00:00',
    '2022-06-03T00:00:00',
    '2022-06-03T00:00:00Z',
    '2022-06-03T00:00:00.000Z',
    '2022-06-03T00:00:00+00:00',
  ])('may have midnight behind it, in UTC or no zone: %s', (text) => {
    expect(parseBirthdate(text, days)._unsafeUnwrap()).toStrictEqual({
      birthdate: '2022-06-03',
      timeDropped: false,
    })
  })

  it.each([
    // What JSON makes of a Date at midnight in Shanghai.
    '1989-12-31T16:00:00.000Z',
    '2022-06-03T23:59:59',
    '2022-06-03T10:20:30.123Z',
    '2022-06-03T00:00:00+08:00',
    '2022-06-03T00:00:00.001Z',
    '2022-06-03T12:00Z',
  ])('is refused as a moment, which is another day elsewhere: %s', (text) => {
    expect(issuesOf(parseBirthdate(text, days))).toStrictEqual(['user.birthdate_has_time'])
  })

  // TZ=<zone> date -d <text> +%F
  it.each([
    ['1989-12-31T16:00:00.000Z', 'Asia/Shanghai', '1990-01-01', false],
    ['1989-12-31T16:00:00Z', '+08:00', '1990-01-01', false],
    // Summer time, as Shanghai had it from 1986 to 1991.
    ['1988-06-30T15:00:00Z', 'Asia/Shanghai', '1988-07-01', false],
    ['1988-06-30T16:00:00Z', 'Asia/Shanghai', '1988-07-01', true],
    ['2000-01-01T05:00:00Z', 'America/New_York', '2000-01-01', false],
    ['2000-01-01T04:59:59Z', 'America/New_York', '1999-12-31', true],
    ['2000-01-01T00:00:00+09:00', 'Asia/Tokyo', '2000-01-01', false],
    ['2000-01-01T00:00:00Z', 'Asia/Tokyo', '2000-01-01', true],
    ['2000-01-01', 'Asia/Tokyo', '2000-01-01', false],
    ['2000-01-01T00:00:00', 'America/New_York', '2000-01-01', false],
    ['2000-01-01T23:00:00', 'America/New_York', '2000-01-01', true],
    ['1989-12-31T16:00:00.001Z', 'Asia/Shanghai', '1990-01-01', true],
    ['1989-12-31T16:00:00.0004Z', 'Asia/Shanghai', '1990-01-01', true],
    // No 00:00 on that day: clocks went forward at midnight, and the day began at 01:00.
    ['2018-11-04T03:00:00Z', 'America/Sao_Paulo', '2018-11-04', false],
    ['2018-11-04T02:59:59Z', 'America/Sao_Paulo', '2018-11-03', true],
    ['2018-11-04T04:00:00Z', 'America/Sao_Paulo', '2018-11-04', true],
    ['2022-03-26T22:00:00Z', 'Asia/Beirut', '2022-03-27', false],
    ['2010-04-29T22:00:00Z', 'Africa/Cairo', '2010-04-30', false],
    // A day that the zone never had lies between these two.
    ['2011-12-29T10:00:00Z', 'Pacific/Apia', '2011-12-29', false],
    ['2011-12-30T10:00:00Z', 'Pacific/Apia', '2011-12-31', false],
    // By the sun, as clocks went in Shanghai before 1901.
    ['1889-12-31T15:54:17Z', 'Asia/Shanghai', '1890-01-01', false],
  ])('%s, meant in %s, is %s', (text, zone, birthdate, timeDropped) => {
    expect(parseBirthdate(text, meantIn(zone))._unsafeUnwrap()).toStrictEqual({ birthdate, timeDropped })
  })

  it('is the day that midnight in a zone begins, whatever the zone', () => {
    const zones = Intl.supportedValuesOf('timeZone')
    const day = fc.date({ min: new Date('1950-01-01'), max: new Date('2025-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, fc.constantFrom(...zones), (date, zone) => {
        const read = parseBirthdate(date.toISOString(), meantIn(zone))._unsafeUnwrap()
        // The Swedish form of a date is that of ISO 8601.
        expect(read.birthdate).toBe(date.toLocaleDateString('sv-SE', { timeZone: zone }))
      }),
    )
  })

  it.each(['1849-12-31', '0001-01-01', '1000-01-01', '2026-02-01', '9999-12-31', '0000-01-01'])(
    'is not %s, on which nobody is born who lives',
    (text) => {
      expect(parseBirthdate(text, days)._unsafeUnwrapErr()).toStrictEqual([
        { code: 'user.birthdate_implausible', path: [], params: days },
      ])
    },
  )

  it('may be today wherever it is latest, and a pool may set its own bounds', () => {
    const now = Date.UTC(2026, 0, 31, 10)
    expect(birthdateReading({ earliest: '1900-01-01' }, now - 1).latest).toBe('2026-01-31')
    expect(birthdateReading({ earliest: '1900-01-01' }, now).latest).toBe('2026-02-01')
    expect(birthdateReading({ earliest: '1900-01-01', latest: '2012-01-31' }, now)).toStrictEqual({
      earliest: '1900-01-01',
      latest: '2012-01-31',
    })
  })

  it.each([
    '',
    '2023-02-29',
    '1900-02-29',
    '2023-02-30',
    '2022-13-01',
    '2022-00-10',
    '2022-06-00',
    '2022-6-3',
    '03/06/2022',
    '20220603',
    '2022-06-03 ',
    '2022-06-03\n',
    '2022-06-03T',
    '2022-06-03T25:00',
    '2022-06-03T24:00',
    '2022-06-03T24:00:00Z',
    '2022-W22-5',
    '2022-154',
    '22-06-03',
    '2022/06/03',
    '44715',
    '1654214400000',
    '2022年6月3日',
    '2022-06-03T10:61Z',
    '2022-06-03T10:00+99:00',
    '2022-06-03 00:00:00',
    '+002022-06-03',
    '٢٠٢٢-٠٦-٠٣',
  ])('is not %o', (text) => {
    expect(issuesOf(parseBirthdate(text, days))).toStrictEqual(['user.birthdate_malformed'])
  })

  it('is judged at once, however long the text', () => {
    for (const text of hostileTexts) expect(timed(() => parseBirthdate(text, days))).toBeLessThan(soon)
  })
})

describe('the time zone of dates', () => {
  it.each(['', 'Asia', 'Asia/Nowhere', 'CN', '+8', 'UTC+8', '+25:00', 'x'.repeat(1_000_000)])(
    'is not %o',
    (name) => {
      expect(parseDateZone(name)).toBeUndefined()
    },
  )

  it.each(['CST', 'cst', 'IST', 'BST', 'PST', 'EST', 'JST', 'ECT'])(
    'is no abbreviation, which is another zone in another country: %s',
    (name) => {
      expect(parseDateZone(name)).toBeUndefined()
    },
  )

  it.each(['Asia/Shanghai', 'asia/shanghai', 'PRC', 'UTC', 'GMT', '+08:00', '-0330'])('may be %s', (name) => {
    expect(parseDateZone(name)).toBe(name)
  })
})
