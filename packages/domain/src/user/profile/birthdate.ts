import { err, ok } from 'neverthrow'
import type { Brand } from '../../kernel/brand.ts'
import type { Checked } from '../../kernel/collect.ts'
import { readDay, type DateZone } from '../../kernel/day.ts'
import { issue } from '../../kernel/issue.ts'
import type { Instant } from '../../kernel/system.ts'

/** A calendar day, `YYYY-MM-DD`. */
export type Birthdate = Brand<string, 'Birthdate'>

/** The birthdates that a pool accepts, both days included. */
export type BirthdateRules = {
  readonly earliest: string
  /** If absent, today in the time zone where it is latest. */
  readonly latest?: string
}

/** How birthdates are read: the days between which they must lie, and the time zone of days that have a time. */
export type BirthdateReading = {
  readonly earliest: string
  readonly latest: string
  readonly zone?: DateZone
}

/** In the zone that is furthest ahead, UTC+14, it is this much later. */
const furthestAheadMs = 14 * 60 * 60 * 1000

/** How birthdates are read at a given time. */
export const birthdateReading = (
  { earliest, latest }: BirthdateRules,
  now: Instant,
  zone?: DateZone,
): BirthdateReading => ({
  earliest,
  latest: latest ?? new Date(now + furthestAheadMs).toISOString().slice(0, 'YYYY-MM-DD'.length),
  ...(zone === undefined ? {} : { zone }),
})

/** A birthdate. `timeDropped`: its text also had a time of day other than midnight. */
export type ReadBirthdate = { readonly birthdate: Birthdate; readonly timeDropped: boolean }

/**
 * Reads a birthdate. Refuses a day that does not exist in the calendar, a day that cannot be a birthdate, and a time
 * without a time zone.
 */
export const parseBirthdate = (
  text: string,
  { earliest, latest, zone }: BirthdateReading,
): Checked<ReadBirthdate> =>
  readDay(text, zone)
    .mapErr((why) =>
      why === 'time' ? [issue('user.birthdate_has_time')] : [issue('user.birthdate_malformed')],
    )
    .andThen(({ day, timeDropped }) =>
      day < earliest || day > latest
        ? err([issue('user.birthdate_implausible', [], { earliest, latest })])
        : ok({ birthdate: day as Birthdate, timeDropped }),
    )
