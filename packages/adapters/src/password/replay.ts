import { randomInt } from 'node:crypto'
import { setImmediate, setTimeout } from 'node:timers/promises'

/** How long the checks of one format have taken lately, and how they ended. */
export type Replay = {
  /** Runs a check, and remembers how long it took. */
  readonly timed: (check: () => Promise<boolean>) => Promise<boolean>
  /** Takes as long as one of the last checks of a wrong password took, and throws if the last check threw. */
  readonly pretend: () => Promise<void>
}

/** How a check ended. A check of a right password may take another time than one of a wrong password. */
type Ending = 'right' | 'wrong' | 'failed'

/** How many times of a kind are kept: enough to look like all of them, few enough to follow a change. */
const kept = 64

/** In ms: the time as long as no check was made. */
const usual = 100

/** Remembers the times of the checks of one format, in ms. */
export const openReplay = (): Replay => {
  const times: Record<Ending, readonly number[]> = { right: [], wrong: [], failed: [] }
  let last: Ending = 'wrong'
  // On a busy machine every wait ends late, and the times of real checks already include that.
  let delays: readonly number[] = []
  const note = (ending: Ending, begun: number): void => {
    times[ending] = [performance.now() - begun, ...times[ending]].slice(0, kept)
    last = ending
  }
  return {
    timed: async (check) => {
      const begun = performance.now()
      try {
        const matches = await check()
        note(matches ? 'right' : 'wrong', begun)
        return matches
      } catch (error) {
        note('failed', begun)
        throw error
      }
    },
    pretend: async () => {
      const begun = performance.now()
      const hasFailed = last === 'failed'
      const lately = hasFailed ? times.failed : times.wrong.length > 0 ? times.wrong : times.right
      const end = begun + (oneOf(lately) ?? usual) - (oneOf(delays) ?? 0)
      await until(end)
      delays = [performance.now() - Math.max(begun, end), ...delays].slice(0, kept)
      if (hasFailed) throw new Error('the last check of a hash of this format failed')
    },
  }
}

const oneOf = (figures: readonly number[]): number | undefined =>
  figures.length === 0 ? undefined : figures[randomInt(figures.length)]

/** Timers round up to whole milliseconds, so the last part of the wait is done in turns of the event loop. */
const until = async (end: number): Promise<void> => {
  const wholeMs = Math.floor(end - performance.now()) - 1
  if (wholeMs > 0) await setTimeout(wholeMs)
  while (performance.now() < end) await setImmediate()
}
