import { deletionRaces } from './deletion-races.ts'
import { oneWinnerRaces } from './one-winner-races.ts'
import { callers, play, type Race } from './races.ts'
import { rounds } from './rounds.ts'

type Played = readonly [name: string, play: (url: string) => Promise<void>]

const inProcesses = (races: readonly Race[], count: number, processes: number): readonly Played[] =>
  races.map((race) => [
    `in ${count} rounds of ${callers} callers in ${processes === 1 ? 'one process' : `${processes} processes`}, ${race.name}`,
    (url) => play(race, url, count, processes),
  ])

/** Every race by its name. The rarer a gap, the more rounds it takes to fall into it. */
export const everyRace: readonly Played[] = [1, 4].flatMap((processes) => [
  ...inProcesses(deletionRaces, rounds({ short: 5, long: 1000 }), processes),
  ...inProcesses(oneWinnerRaces, rounds({ short: 1, long: 100 }), processes),
])
