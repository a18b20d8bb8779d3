import { isPlausible } from '../kernel/clock-skew.ts'
import type { Instant } from '../kernel/system.ts'
import type { Reservation } from './attempt-store.ts'
import { never, openAt, type Allowance, type Backoff } from './backoff.ts'

/** The attempts on a key, as a store keeps them. */
export type AttemptsInARow = {
  /** The number of attempts in a row; for an allowance, those that are drawn and not filled up again. */
  readonly made: number
  /** When the next attempt may be made. */
  readonly openAt: Instant
  /** When all attempts are forgotten. */
  readonly forgetAt: Instant
  /** The marks of the newest attempts that can be taken back, the newest last. Absent if there are none. */
  readonly marks?: readonly string[]
}

/**
 * How many attempts of one row can be taken back: more than are checked at the same time. An older attempt stays
 * counted.
 */
export const marksKept: number = 16

/** An attempt that may be made, with the row to store; or the time from which on it may be made. */
export type CountedAttempt =
  { readonly granted: true; readonly row: AttemptsInARow } | Extract<Reservation, { readonly granted: false }>

/**
 * Decides an attempt from those before it. A store writes the row, provided that nobody else has written it meanwhile.
 */
export const countAttempt = (
  before: AttemptsInARow | undefined,
  limit: Backoff | Allowance,
  now: Instant,
  mark?: string,
): CountedAttempt => {
  const counted = 'most' in limit ? drawFrom(limit, before, now) : countInARow(limit, before, now)
  return counted.granted && mark !== undefined ? { granted: true, row: marked(counted.row, mark) } : counted
}

const marked = (row: AttemptsInARow, mark: string): AttemptsInARow => ({
  ...row,
  marks: [...(row.marks ?? []), mark].slice(-marksKept),
})

/** The marks of a row, as a part of the row that follows. */
const marksOf = (row: AttemptsInARow | undefined): Pick<AttemptsInARow, 'marks'> =>
  row?.marks === undefined || row.marks.length === 0 ? {} : { marks: row.marks }

const countInARow = (backoff: Backoff, before: AttemptsInARow | undefined, now: Instant): CountedAttempt => {
  if (before !== undefined && isClosed(before, backoff, now))
    return { granted: false, retryAt: before.openAt }
  const standing = before === undefined || before.forgetAt <= now ? undefined : before
  const made = (standing?.made ?? 0) + 1
  const row = { made, openAt: openAt(made, backoff, now), forgetAt: now + backoff.forgetAfterMs }
  return { granted: true, row: { ...row, ...marksOf(standing) } }
}

/** A hard stop stays, whatever the clock said when it was set. */
const isClosed = ({ openAt: opening }: AttemptsInARow, { longestWaitMs }: Backoff, now: Instant): boolean =>
  opening > now && (opening >= never || isPlausible(opening, now, longestWaitMs))

const drawFrom = (allowance: Allowance, before: AttemptsInARow | undefined, now: Instant): CountedAttempt => {
  const full = fullAt(before, allowance, now)
  const marks = full > now ? marksOf(before) : {}
  const row = { ...filledAt(full + allowance.refillMs, allowance, now), ...marks }
  const retryAt = opensAt(row.forgetAt, allowance)
  return retryAt > now ? { granted: false, retryAt } : { granted: true, row }
}

/** The row to store once this many attempts are given back; nothing if none is drawn any more. */
export const giveBack = (
  before: AttemptsInARow | undefined,
  attempts: number,
  allowance: Allowance,
  now: Instant,
): AttemptsInARow | undefined => {
  const full = fullAt(before, allowance, now) - attempts * allowance.refillMs
  return full <= now ? undefined : { ...filledAt(full, allowance, now), ...marksOf(before) }
}

/**
 * The row to store once the attempt with this mark is taken back; nothing if no attempt is left. If the row has no such
 * mark, it stays as it is. No wait is left after the newest attempt: it was granted, so the wait before it was over. The
 * wait that an older attempt shares with a newer one stays.
 */
export const takeBack = (
  before: AttemptsInARow | undefined,
  mark: string,
  limit: Backoff | Allowance,
  now: Instant,
): AttemptsInARow | undefined => {
  if (before?.marks?.includes(mark) !== true) return before
  const { marks, ...counts } = before
  const others = { ...counts, marks: marks.filter((each) => each !== mark) }
  if ('most' in limit) return giveBack(others, 1, limit, now)
  const made = before.made - 1
  if (made === 0) return undefined
  const isOpen = made < limit.free || marks.at(-1) === mark
  return { made, openAt: isOpen ? 0 : before.openAt, forgetAt: before.forgetAt, ...marksOf(others) }
}

/** When everything that is drawn is filled up again. What was drawn by a clock that ran ahead does not count. */
const fullAt = (before: AttemptsInARow | undefined, { most, refillMs }: Allowance, now: Instant): Instant =>
  before !== undefined && before.forgetAt > now && isPlausible(before.forgetAt, now, most * refillMs)
    ? before.forgetAt
    : now

/** When an allowance that is full at a given time had room for the last attempt that is drawn from it. */
const opensAt = (full: Instant, { most, refillMs }: Allowance): Instant => full - most * refillMs

const filledAt = (full: Instant, allowance: Allowance, now: Instant): AttemptsInARow => ({
  made: Math.ceil((full - now) / allowance.refillMs),
  openAt: Math.max(0, opensAt(full + allowance.refillMs, allowance)),
  forgetAt: full,
})
