import { resolve } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { askByUrl, type Ask } from '../../adapters/storage/ask-by-url.ts'
import { openByUrl } from '../../adapters/storage/open-by-url.ts'
import { startRacers } from '../../adapters/storage/racers.ts'
import { valueOf, type Subject } from '../../builders/keepsake.ts'
import { tablesThatKnow } from '../use-cases/deletion/traces.ts'
import { openWithSettings } from '../use-cases/tenant/people.ts'
import type { About } from './race-calls.ts'

/** What 64 callers want at one moment, of whom one gets it. */
export type Race = {
  readonly name: string
  /** What they ask, in turn. */
  readonly calls: readonly string[]
  /** Brings in whom a round is about. */
  readonly bring: (subject: Subject, round: number) => Promise<About>
  /** What one of them is answered, and what the others may be. */
  readonly won: string
  readonly lost: readonly string[]
  /** What must have been answered in some of many rounds, or they have not raced. */
  readonly seen?: readonly string[]
  /** What must be so after a round. */
  readonly after?: (subject: Subject, about: About) => Promise<void>
}

export const callers = 64

/** Over so many rounds, each process must have won some, and each answer must have been seen. */
const manyRounds = 100

/** Plays rounds over a database of their own. After each, the users are deleted, and no table but that of events knows them. */
export const play = async (race: Race, url: string, rounds: number, processes: number): Promise<void> => {
  const storage = await openByUrl(url)
  onTestFinished(async () => void (await storage.close()))
  const subject = await openWithSettings(async () => ({ storage }))
  const ask = await startRacers(processes, callers / processes, resolve(import.meta.dirname, 'race-child.ts'))
  const seen = new Set<string>()
  const wins = Array<number>(processes).fill(0)
  await askByUrl(url, async (sql) => {
    for (let round = 0; round < rounds; round += 1) {
      const about = await race.bring(subject, round)
      const answers = await ask(`${race.calls.join()} ${url} ${JSON.stringify(about)}`)
      checkAnswers(answers, race, round)
      for (const answer of answers) seen.add(answer)
      wins[Math.floor((answers.indexOf(race.won) * processes) / callers)]! += 1
      await race.after?.(subject, about)
      await checkTraces(subject, about, sql, round)
    }
  })
  // In few rounds on a busy machine, one side may always come first.
  if (rounds < manyRounds) return
  expect([...seen]).toEqual(expect.arrayContaining([...(race.seen ?? [])]))
  expect(wins, `rounds won by each process: ${wins.join()}`).not.toContain(0)
}

const checkAnswers = (answers: readonly string[], { won, lost }: Race, round: number): void => {
  const winners = answers.filter((answer) => answer === won)
  const others = new Set(answers.filter((answer) => answer !== won))
  expect(winners, `round ${round}`).toHaveLength(1)
  expect(lost, `round ${round}`).toEqual(expect.arrayContaining([...others]))
}

const checkTraces = async (
  { keepsake }: Subject,
  { userId, own = [], login, email }: About,
  sql: Ask,
  round: number,
): Promise<void> => {
  const userIds = [userId, ...own]
  await valueOf(keepsake.users.delete({ userIds }))
  const marks = [...userIds, login, ...(email === undefined ? [] : [email])]
  expect(await tablesThatKnow(sql, marks), `round ${round}`).toEqual([])
}
