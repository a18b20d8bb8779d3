import { userPoolId } from '@keepsake/domain'
import { expect } from 'vitest'
import { anEntry, aRunningMove, aSecondFactor, aRecoveryCode } from '../../builders/users.ts'
import { times } from '../../effort.ts'
import { openByUrl } from './open-by-url.ts'
import { startRacers } from './racers.ts'

/** 64 callers, as many as a busy service has at one moment, in processes that share nothing but the database. */
const processes = 4
const callers = 16

/** The rarer a gap, the more rounds it takes to fall into it. */
export const rounds = times({ short: 100, long: 1000 })

/** In every round all want the same, and one gets it. */
const race = async (lines: readonly string[], won: string, lost: string): Promise<void> => {
  const ask = await startRacers(processes, callers)
  const expected = [won, ...Array<string>(processes * callers - 1).fill(lost)].toSorted()
  const wins = Array<number>(processes).fill(0)
  for (const line of lines) {
    const answers = await ask(line)
    expect(answers.toSorted(), line).toEqual(expected)
    wins[Math.floor(answers.indexOf(won) / callers)]! += 1
  }
  // Each process won some rounds: they did race.
  expect(wins, `rounds won by each process: ${wins.join()}`).not.toContain(0)
}

const everyRound = (line: (round: number) => string): readonly string[] =>
  Array.from({ length: rounds }, (_, round) => line(round))

/** The races that every storage that several processes may share has to stand, each over a database of its own. */
export const races: readonly (readonly [string, (url: string) => Promise<void>])[] = [
  [
    'that bring in one key: one user holds it',
    (url) =>
      race(
        everyRound((round) => `add ${url} round-${round}`),
        'added',
        'keys-taken',
      ),
  ],
  [
    'that use one time step: one is let in',
    async (url) => {
      const { user, authenticator } = await bringUser(url)
      const lines = everyRound((round) => `step ${url} ${user}/${authenticator}/${round + 1}`)
      await race(lines, 'accepted', 'used-before')
    },
  ],
  [
    'that use one recovery code: one is let in',
    async (url) => {
      const users: WithCodes[] = []
      while (users.length * codesEach < rounds) users.push(await bringUser(url))
      const lines = users.flatMap(({ user, codes }) => codes.map((code) => `code ${url} ${user}/${code}`))
      await race(lines, 'accepted', 'used-before')
    },
  ],
  [
    'that claim one chunk of a move: one gets it',
    async (url) => {
      const move = await bringMove(url)
      await race(
        everyRound((round) => `claim ${url} ${move}/${round}`),
        'claimed',
        'held',
      )
    },
  ],
  [
    'that begin moves of one source: one is under way',
    (url) =>
      race(
        everyRound((round) => `begin ${url} ${1 + round * processes * callers}`).slice(0, beginnings),
        'changed',
        'busy',
      ),
  ],
]

/** A move with a chunk for each round. */
const bringMove = async (url: string): Promise<string> => {
  const storage = await openByUrl(url)
  const { id } = await aRunningMove(storage.inPool(userPoolId('pool-one')), rounds)
  ;(await storage.close())._unsafeUnwrap()
  return id
}

/** Fewer, because each of the callers opens a move before. */
const beginnings = Math.ceil(rounds / 5)

type WithCodes = { readonly user: string; readonly authenticator: string; readonly codes: readonly string[] }

/** As many as services hand out. */
const codesEach = 10

/** A user with an authenticator and recovery codes. */
const bringUser = async (url: string): Promise<WithCodes> => {
  const storage = await openByUrl(url)
  const { users, secondFactors } = storage.inPool(userPoolId('pool-one'))
  const entry = anEntry()
  const recoveryCodes = Array.from({ length: codesEach }, () => aRecoveryCode())
  const set = aSecondFactor(entry.user.id, { recoveryCodes })
  ;(await users.insertAll([entry]))._unsafeUnwrap()
  ;(await secondFactors.writeAll([{ from: [], to: set }]))._unsafeUnwrap()
  ;(await storage.close())._unsafeUnwrap()
  return {
    user: entry.user.id,
    authenticator: set.authenticators[0]?.id ?? '',
    codes: recoveryCodes.map(({ id }) => id),
  }
}
