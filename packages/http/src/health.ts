import { randomUUID } from 'node:crypto'
import { unavailable, type Unavailable } from '@keepsake/domain'
import type { Hono } from 'hono'
import { err, ResultAsync, type Result } from 'neverthrow'
import { withinTime } from '@keepsake/app/kit'
import type { Offer } from './not-offered.ts'
import type { RequestEvent } from './settings.ts'

/** The endpoints that a supervisor calls: does the process run, and can it do its work? */
export const healthOffers: readonly Offer[] = [
  { method: 'GET', path: '/healthz' },
  { method: 'GET', path: '/readyz' },
]

/** Checks whether the storage answers. */
export type Readiness = () => ResultAsync<void, Unavailable>

/** How long the storage may take to answer. Supervisors themselves wait one or a few seconds. */
const patienceMs = 1000
/** All callers get the same answer for this long. So any number of callers cost the storage one question a second. */
const freshForMs = 1000
/** A question without an answer for this long counts as lost, and a new one is asked. */
const lostAfterMs = 30_000

type Question = {
  readonly askedAt: number
  readonly answer: Promise<Result<unknown, Unavailable>>
  isAnswered: boolean
}

/**
 * Asks the storage one question at a time, for all callers together. While a question has no answer, no other is asked.
 * Otherwise callers would give the storage more and more work.
 */
export const openReadiness = (ask: () => ResultAsync<unknown, Unavailable>): Readiness => {
  let last: Question | undefined
  const pose = (askedAt: number): Question => {
    const answer = Promise.resolve(ask()).catch((cause: unknown) => err(unavailable('storage', cause)))
    const question: Question = { askedAt, answer, isAnswered: false }
    void answer.then(() => (question.isAnswered = true))
    return question
  }
  return () => {
    const now = performance.now()
    if (last === undefined || now - last.askedAt >= (last.isAnswered ? freshForMs : lostAfterMs))
      last = pose(now)
    const leftMs = last.isAnswered ? patienceMs : Math.max(0, patienceMs - (now - last.askedAt))
    return withinTime(new ResultAsync(last.answer), leftMs, late).map(() => undefined)
  }
}

const late = unavailable('storage', new Error('No answer in time'))

/**
 * Adds both endpoints to an app. They answer any caller with one word and no reason. `onUnready` is called for the log if
 * the pool is not ready. Success is not logged, because supervisors ask every few seconds.
 */
export const addHealth = (app: Hono, ready: Readiness, onUnready: (event: RequestEvent) => void): void => {
  app.get('/healthz', (c) => c.json({ status: 'ok' }, 200, headers))
  app.get('/readyz', async (c) => {
    const started = performance.now()
    const answered = await ready()
    if (answered.isOk()) return c.json({ status: 'ok' }, 200, headers)
    onUnready({
      requestId: randomUUID(),
      method: c.req.method,
      path: c.req.path,
      statusCode: 503,
      durationMs: Math.round(performance.now() - started),
      fault: answered.error.cause,
    })
    return c.json({ status: 'unavailable' }, 503, headers)
  })
}

const headers = { 'cache-control': 'no-store' }
