import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'

/** What is to be read at the beginning, and then whenever the clock is pushed: how far it is ahead, in ms. */
const toLine = (ahead: number): string => `${ahead}\n`

/** A clock that goes as all do, and is pushed forward by what is written to `input`. Ends the process when `input` is closed. */
export const pushedClock = (input: Readable): (() => number) => {
  let ahead = 0
  createInterface({ input })
    .on('line', (line) => void (ahead = Number(line)))
    .on('close', () => process.exit())
  return () => Date.now() + ahead
}

/** What pushes the clocks of several processes as one: of those that it has met, as long as they take it. */
export type ClockPusher = {
  readonly meet: (input: PushedInput) => void
  readonly push: (ms: number) => void
}

type PushedInput = {
  readonly writable: boolean
  readonly write: (line: string) => unknown
  readonly on: (event: 'error', listener: () => void) => unknown
}

export const newClockPusher = (): ClockPusher => {
  const met = new Set<PushedInput>()
  let ahead = 0
  return {
    meet: (input) => {
      met.add(input)
      // Its process was killed: there is nothing to push any more.
      input.on('error', () => met.delete(input))
      input.write(toLine(ahead))
    },
    push: (ms) => {
      ahead += ms
      for (const input of met)
        if (input.writable) input.write(toLine(ahead))
        else met.delete(input)
    },
  }
}
