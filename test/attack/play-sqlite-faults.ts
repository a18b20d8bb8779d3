import { rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import type { Arena } from './arena.ts'
import { fileOf } from './database.ts'
import { below, duration, must, type Figure } from './figure.ts'
import { askAll, openQuestions, slowestOf, statusesOf, untilAllIsWell, type Questions } from './questions.ts'
import { openVictim, withVictim, type Victim } from './victim.ts'

/** In ms: a lock is waited for ten seconds. */
const answeredWithin = 15_000
/** In ms: as for any other request that is no business of the database. */
const longestStall = 250

/** Another process locks the file, or takes it away. */
export const playSqliteFaults = async (arena: Arena): Promise<readonly Figure[]> =>
  withVictim(openVictim(await arena.newDatabase()), async (victim) => {
    const questions = await openQuestions(victim)
    return [...(await playLockedFile(victim, questions)), ...(await playUnlinkedFile(victim, questions))]
  })

const playLockedFile = async (victim: Victim, questions: Questions): Promise<readonly Figure[]> => {
  const other = new DatabaseSync(fileOf(victim.databaseUrl))
  try {
    await victim.watch()
    other.exec('BEGIN EXCLUSIVE')
    const asked = Promise.all(Array.from({ length: 10 }, () => questions.create()))
    await pause(1000)
    const system = await questions.system()
    const answers = await asked
    const { stallMs } = await victim.seen()
    other.exec('ROLLBACK')
    await untilAllIsWell(questions, victim)
    return [
      must(
        'another process has locked the file: 10 batches at once',
        `${statusesOf(answers)}, the slowest in ${duration(slowestOf(answers))}`,
        `503 within ${duration(answeredWithin)}`,
        answers.every(({ status, ms }) => status === 503 && ms < answeredWithin),
      ),
      below('meanwhile: a request that needs no database', system.ms, 1000, 'ms'),
      below('meanwhile: the longest stall', stallMs, longestStall, 'ms'),
    ]
  } finally {
    other.close()
  }
}

const playUnlinkedFile = async (victim: Victim, questions: Questions): Promise<readonly Figure[]> => {
  const file = fileOf(victim.databaseUrl)
  for (const each of [file, `${file}-wal`, `${file}-shm`]) rmSync(each, { force: true })
  const answers = await askAll(questions, 5)
  return [
    must(
      'the file is taken away: 15 requests afterwards',
      `${statusesOf(answers)}${victim.fault() === undefined ? '' : ', and it ended'}`,
      'nothing is acknowledged: 503',
      answers.every(({ status }) => status === 503) && victim.fault() === undefined,
    ),
  ]
}
