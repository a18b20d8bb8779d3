import { times } from '../../effort.ts'
import { deletionRaces } from './deletion-races.ts'
import { oneWinnerRaces } from './one-winner-races.ts'
import { callers, play, type Race } from './races.ts'

type Played = readonly [name: string, play: (url: string) => Promise<void>]

const inProcesses = (races: readonly Race[], rounds: number, processes: number): readonly Played[] =>
  races.map((race) => [
    `in ${rounds} rounds of ${callers} callers in ${processes === 1 ? 'one process' : `${processes} processes`}, ${race.name}`,
    (url) => play(race, url, rounds, processes),
  ])

/** Every race by its name. The rarer a gap, the more rounds it takes to fall into it. */
export const everyRace: readonly Played[] = [1, 4].flatMap((processes) => [
  ...inProcesses(deletionRaces, times({ short: 5, long: 1000 }), processes),
  ...inProcesses(oneWinnerRaces, times({ short: 1, long: 100 }), processes),
])
