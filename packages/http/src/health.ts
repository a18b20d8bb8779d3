import { randomUUID } from 'node:crypto'
import { unavailable, type Unavailable } from '@keepsake/domain'
import type { Hono } from 'hono'
import { err, ResultAsync, type Result } from 'neverthrow'
import { withinTime } from '@keepsake/app/kit'
import type { Offer } from './missing.ts'
import type { RequestEvent } from './settings.ts'

/** Where a supervisor asks whether the process lives, and whether it can do its work. */
export const healthOffers: readonly Offer[] = [
  { method: 'GET', path: '/healthz' },
  { method: 'GET', path: '/readyz' },
]

/** Whether the storage answers. */
export type Readiness = () => ResultAsync<void, Unavailable>

/** How long the storage has to answer: supervisors themselves wait for a second or a few. */
const patienceMs = 1000
/** For so long one answer is every caller's, so that callers, however many, cost the storage a question a second. */
const freshForMs = 1000
/** A question that was not answered for so long is lost, and another one is asked. */
const lostAfterMs = 30_000

type Question = {
  readonly askedAt: number
  readonly answer: Promise<Result<unknown, Unavailable>>
  isAnswered: boolean
}

/**
 * Asks the storage, once for all who want to know at a time. While a question stands unanswered no other is asked, or
 * those who ask would pile up what the storage has to do.
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
 * Adds both to an app. They answer anybody with one word, and nothing of why. What `onUnready` is told is for the log;
 * that all is well is not: supervisors ask every few seconds.
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
