import { batchSize } from '../sample-users.ts'
import type { Line } from '../table.ts'
import type { Kind } from './contender.ts'
import { engines, type EngineName } from './engines.ts'
import { linesOf } from './lines.ts'
import { batchesInTurn, race } from './race.ts'

/** What the command line says of this section. */
export type ImportOptions = {
  readonly users: number
  readonly engines: readonly EngineName[]
  /** Some of `contenders`. */
  readonly contenders: readonly string[]
}

/** Who may take part; the two baselines always do. */
export const contenders: readonly Kind[] = ['all', 'each', 'two', 'better-auth']

const baselines: readonly Kind[] = ['raw', 'hand-written']

const usersInTurn = batchSize * batchesInTurn

/** The first and the last turns up to a number of users: 10,000 of them. */
const turnsInWindow = 10_000 / usersInTurn

/** Numbers of users at which a window ends, of a run that goes so far; another one ends with the run. */
const marks = [10_000, 200_000]

/** Who runs on each engine. SQLite writes one transaction at a time: two in flight mean nothing to it. */
const kinds: Readonly<Record<EngineName, readonly Kind[]>> = {
  sqlite: ['raw', 'hand-written', 'all', 'each', 'better-auth'],
  postgres: ['raw', 'hand-written', 'all', 'each', 'two', 'better-auth'],
  mariadb: ['raw', 'hand-written', 'all', 'each', 'two'],
}

/** Prehashed users through `users.create` against the same rows through the engine's fastest insert, turn by turn. */
export const benchImport = async ({
  users,
  engines: chosen,
  contenders: taking,
}: ImportOptions): Promise<readonly Line[]> => {
  const lines: Line[] = []
  for (const name of chosen) {
    if (engines[name].isHere()) {
      const part = kinds[name].filter((kind) => baselines.includes(kind) || taking.includes(kind))
      lines.push(...(await benchEngine(name, part, users)))
    } else console.error(`import: there is no ${name} on this machine; its lines are left out`)
  }
  return lines
}

const benchEngine = async (
  name: EngineName,
  part: readonly Kind[],
  users: number,
): Promise<readonly Line[]> => {
  const running = await engines[name].start()
  try {
    const outcome = await race(name, running, {
      kinds: part,
      turns: users / usersInTurn,
      turnsOfBetterAuth: turnsInWindow,
    })
    const ends = [...marks.filter((mark) => mark < users), users]
    return linesOf(name, outcome, {
      ends: ends.map((end) => end / usersInTurn),
      length: turnsInWindow,
      usersInTurn,
    })
  } finally {
    await running.stop()
  }
}
