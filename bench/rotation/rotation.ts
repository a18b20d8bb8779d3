import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { engines, type EngineName } from '../import/engines.ts'
import type { ImportOptions } from '../import/import.ts'
import { costLine, type Line } from '../table.ts'

const [few, many] = [2000, 20_000]

/** The most memory that a rotation of many authenticators takes, against one of few: it goes page by page. */
export const benchRotation = async ({ engines: names }: ImportOptions): Promise<readonly Line[]> => {
  const lines: Line[] = []
  for (const name of names.filter((each) => engines[each].isHere())) {
    const engine = await engines[name].start()
    const peakOf = async (users: number): Promise<number> => {
      const database = await engine.makeDatabase(`rotation_${users}`)
      await run(name, database, 'fill', users)
      return run(name, database, 'rotate', users)
    }
    const baseline = await peakOf(few)
    lines.push(costLine(`rotation, ${name}, peak memory`, 'MB', await peakOf(many), baseline))
    await engine.stop()
  }
  return lines
}

/** Does a step in a process of its own, and answers its peak of resident memory, in MB. */
const run = async (
  engine: EngineName,
  database: string,
  step: 'fill' | 'rotate',
  users: number,
): Promise<number> => {
  const path = fileURLToPath(new URL('rotating.ts', import.meta.url))
  const child = fork(path, [engine, database, step, String(users)])
  const [answered] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (typeof answered !== 'object') throw new Error(`The process that should ${step} has ended`)
  return (answered as { readonly megabytes: number }).megabytes
}
