import {
  countAttempt,
  giveBack,
  takeBack,
  type AttemptsInARow,
  type AttemptStore,
  type Reservation,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Horizon } from '../horizon.ts'
import type { Session } from '../storage-over.ts'
import { clearAway } from './clear-away.ts'
import type { Tables } from './tables.ts'

/** The attempts in a pool in memory. */
export const memoryAttempts = (session: Session<Tables>, horizon: Horizon): AttemptStore => ({
  reserve: (kind, key, limit, now, mark) =>
    session.write(({ attempts }) => {
      const clearUpTo = horizon(now)
      clearAway(attempts, ({ forgetAt }) => forgetAt <= clearUpTo)
      const counted = countAttempt(attempts.get(textOf(kind, key)), limit, now, mark)
      if (!counted.granted) return ok<Reservation>(counted)
      attempts.put(textOf(kind, key), counted.row)
      return ok<Reservation>({ granted: true })
    }),
  giveBack: (kind, key, count, allowance, now) =>
    session.write((tables) => {
      change(tables, textOf(kind, key), (row) => giveBack(row, count, allowance, now))
      return ok()
    }),
  takeBack: (kind, key, mark, limit, now) =>
    session.write((tables) => {
      change(tables, textOf(kind, key), (row) => takeBack(row, mark, limit, now))
      return ok()
    }),
  clear: (kind, key) =>
    session.write((tables) => ok(change(tables, textOf(kind, key), () => undefined)?.made ?? 0)),
})

const textOf = (kind: string, key: string): string => `${kind}:${key}`

/** Replaces a row, if there is one, by the row that follows from it, and answers the old row. */
const change = (
  { attempts }: Tables,
  text: string,
  next: (row: AttemptsInARow) => AttemptsInARow | undefined,
): AttemptsInARow | undefined => {
  const found = attempts.get(text)
  if (found !== undefined) attempts.put(text, next(found))
  return found
}
