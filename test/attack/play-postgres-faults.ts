import { setTimeout as pause } from 'node:timers/promises'
import type { Server } from '../servers/server-process.ts'
import type { Arena } from './arena.ts'
import type { Asked } from './ask.ts'
import { askPostgres } from './database.ts'
import { below, duration, must, noted, type Figure } from './figure.ts'
import { askAll, openQuestions, slowestOf, statusesOf, untilAllIsWell, type Questions } from './questions.ts'
import { openVictim, withVictim, type Victim } from './victim.ts'

/**
 * In ms: by the time-outs of the configuration that `init` writes, a statement may take 15 s, and an answer be waited for
 * three more; a transaction that could not even be broken off takes a connection's 5 s before.
 */
const answeredWithin = 25_000
/** In ms: 25 s for requests under way (`http.stopSeconds`), and what it takes to close. */
const stoppedWithin = 28_000

/** PostgreSQL stands still, locks its tables, or ends connections. */
export const playPostgresFaults = async (arena: Arena, server: Server): Promise<readonly Figure[]> => [
  ...(await withVictim(openVictim(await arena.newDatabase()), async (victim) => {
    const questions = await openQuestions(victim)
    return [
      ...(await playLockedTable(victim, questions)),
      ...(await playEndedConnections(victim, questions, arena.isShort ? 3000 : 15_000)),
      ...(await playFrozen(victim, questions, server)),
    ]
  })),
  ...(await playStop(await openVictim(await arena.newDatabase()), server)),
]

const playFrozen = async (
  victim: Victim,
  questions: Questions,
  server: Server,
): Promise<readonly Figure[]> => {
  await victim.watch()
  server.freeze()
  try {
    const asked = askAll(questions, 20)
    await pause(1000)
    const system = await questions.system()
    const answers = await asked
    const { stallMs } = await victim.seen()
    return [
      must(
        'the server stands still: 60 requests at once',
        `${statusesOf(answers)}, the slowest in ${duration(slowestOf(answers))}`,
        `503 within ${duration(answeredWithin)}`,
        answers.every(({ status, ms }) => status === 503 && ms < answeredWithin),
      ),
      noted(
        'meanwhile: a request that needs no database, the longest stall',
        `${duration(system.ms)}, ${duration(stallMs)}`,
      ),
    ]
  } finally {
    server.thaw()
    await untilAllIsWell(questions, victim)
  }
}

const playLockedTable = async (victim: Victim, questions: Questions): Promise<readonly Figure[]> => {
  const answers = await askPostgres(victim.databaseUrl, async (client) => {
    await client.query('BEGIN')
    await client.query('LOCK TABLE keepsake_users, keepsake_attempts IN ACCESS EXCLUSIVE MODE')
    const asked = await askAll(questions, 5)
    await client.query('ROLLBACK')
    return asked
  })
  const recovered = await untilAllIsWell(questions, victim)
  return [
    must(
      'tables are locked by somebody else: 15 requests at once',
      `${statusesOf(answers)}, the slowest in ${duration(slowestOf(answers))}`,
      `503 within ${duration(answeredWithin)}`,
      answers.every(({ status, ms }) => status === 503 && ms < answeredWithin),
    ),
    noted('all is well again after', duration(recovered)),
  ]
}

const playEndedConnections = async (
  victim: Victim,
  questions: Questions,
  during: number,
): Promise<readonly Figure[]> => {
  const all = `SELECT count(pg_terminate_backend(pid)) AS ended FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`
  const over = new AbortController()
  let ended = 0
  const ending = askPostgres(victim.databaseUrl, async (client) => {
    for (; !over.signal.aborted; await pause(20))
      ended += Number((await client.query<{ ended: string }>(all)).rows[0]?.ended)
  })
  const answers: Asked[] = []
  for (const until = performance.now() + during; performance.now() < until;)
    answers.push(...(await askAll(questions, 3)))
  over.abort()
  await ending
  const recovered = await untilAllIsWell(questions, victim)
  return [
    must(
      'connections are ended every 20 ms',
      `${statusesOf(answers)}; ${ended} ended`,
      '200 or 503, and the process lives',
      answers.every(({ status }) => status === 200 || status === 503) && victim.fault() === undefined,
    ),
    below('all is well again, once they are ended no more, after', recovered / 1000, 10, 's'),
  ]
}

const playStop = async (victim: Victim, server: Server): Promise<readonly Figure[]> => {
  const questions = await openQuestions(victim)
  server.freeze()
  const asked = askAll(questions, 5)
  await pause(500)
  const { ms, code } = await victim.stop()
  server.thaw()
  return [
    must(
      'SIGTERM while the server stands still and 15 requests wait',
      `${statusesOf(await asked)}; ended after ${duration(ms)} with ${code ?? 'a kill'}`,
      `ended within ${duration(stoppedWithin)} with 0`,
      code === 0 && ms < stoppedWithin,
    ),
  ]
}
