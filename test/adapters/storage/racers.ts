import { expect, onTestFinished } from 'vitest'
import { linesOf, startChild } from './child-process.ts'

/**
 * Processes that all do what a line says at the same moment, each from several callers. Answers what became of each
 * call, those of the first process before.
 */
export type Racers = (line: string) => Promise<readonly string[]>

/** Starts processes that race until the test ends. Which one hears a line first takes turns. */
export const startRacers = async (
  processes: number,
  callers: number,
  script = 'race-child.ts',
): Promise<Racers> => {
  const racers = Array.from({ length: processes }, (_, index) =>
    startChild(script, String(callers), String(index * callers)),
  )
  onTestFinished(() => racers.forEach((racer) => racer.kill('SIGKILL')))
  const lines = racers.map(linesOf)
  const answers = async (): Promise<readonly string[]> =>
    (await Promise.all(lines.map((each) => each.next()))).flatMap(({ value }) => String(value).split(' '))
  expect(new Set(await answers())).toEqual(new Set(['ready']))

  let turn = 0
  return (line) => {
    turn += 1
    const first = turn % processes
    for (const racer of [...racers.slice(first), ...racers.slice(0, first)]) racer.stdin.write(`${line}\n`)
    return answers()
  }
}
