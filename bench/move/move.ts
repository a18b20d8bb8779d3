import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { engines, type EngineName, type RunningEngine } from '../import/engines.ts'
import type { ImportOptions } from '../import/import.ts'
import { costLine, rateLine, type Line } from '../table.ts'
import { countsOf, exportLines, usualDelta, type Delta } from './move-rows.ts'
import type { Moved } from './moving.ts'

/** A small move, which shows how much memory a process takes anyway. */
const few = 10_000

/**
 * Moves an export of every kind of row into each engine, and after it a delta of 3 %. The memory is against a move of few
 * rows, the rate at the end against that at the beginning, and the delta against the first move, both with their plans.
 */
export const benchMove = async ({ engines: names, users }: ImportOptions): Promise<readonly Line[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-moves-'))
  const lines: Line[] = []
  try {
    for (const name of names.filter((each) => engines[each].isHere())) {
      const engine = await engines[name].start()
      try {
        lines.push(...(await benchOn(name, engine, folder, users)))
      } finally {
        await engine.stop()
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  return lines
}

const benchOn = async (
  name: EngineName,
  engine: RunningEngine,
  folder: string,
  users: number,
): Promise<readonly Line[]> => {
  const small = await move(name, await engine.makeDatabase('few'), await writeExport(folder, few))
  const database = await engine.makeDatabase('many')
  const first = await move(name, database, await writeExport(folder, users))
  const delta = await move(name, database, await writeExport(folder, users, usualDelta))
  check(first.run, { new: users })
  const { added, changed } = countsOf(users, usualDelta)
  check(delta.run, { new: added, changed })
  const { first: atFirst = Number.NaN, last = Number.NaN } = first.run.windows ?? {}
  return [
    costLine(`move, ${name}, peak memory of a plan`, 'MB', first.plan.megabytes, small.plan.megabytes),
    costLine(`move, ${name}, peak memory of a run`, 'MB', first.run.megabytes, small.run.megabytes),
    costLine(`move, ${name}, peak memory of a delta`, 'MB', delta.run.megabytes, small.run.megabytes),
    rateLine(`move, ${name}, the last 10,000`, against(last, atFirst)),
    rateLine(
      `move, ${name}, a delta of 3 % with its plan`,
      against(users / secondsOf(delta), users / secondsOf(first)),
    ),
  ]
}

/** A plan and its run, each in a process of its own. */
type PlannedAndRun = { readonly plan: Moved; readonly run: Moved }

const secondsOf = ({ plan, run }: PlannedAndRun): number => plan.seconds + run.seconds

const against = (ours: number, baseline: number) => ({ ours, baseline, ratio: ours / baseline })

/** A move that did something else than its export says is not worth timing. */
const check = ({ figures }: Moved, expected: Partial<Moved['figures']>): void => {
  for (const [name, count] of Object.entries({ ...expected, refused: 0 }))
    if (figures[name as keyof Moved['figures']] !== count)
      throw new Error(`A move has ${name} ${figures[name as keyof Moved['figures']]}, and not ${count}`)
}

const writeExport = async (folder: string, users: number, delta?: Delta): Promise<string> => {
  const file = join(folder, `${users}${delta === undefined ? '' : '-delta'}.ndjson`)
  await pipeline(Readable.from(exportLines(users, delta)), createWriteStream(file))
  return file
}

const move = async (engine: EngineName, database: string, file: string): Promise<PlannedAndRun> => ({
  plan: await inProcess(engine, database, file, 'plan'),
  run: await inProcess(engine, database, file, 'run'),
})

const inProcess = async (
  ...step: [EngineName, database: string, file: string, 'plan' | 'run']
): Promise<Moved> => {
  const path = fileURLToPath(new URL('moving.ts', import.meta.url))
  const child = fork(path, step)
  const [answered] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (typeof answered !== 'object') throw new Error('The process of a move has ended')
  return answered as Moved
}
