import { ResultAsync } from 'neverthrow'

/** Does a piece of work when few enough others are running, in the order of the calls. */
export type FewAtOnce = <T, E>(work: () => ResultAsync<T, E>) => ResultAsync<T, E>

/**
 * Lets at most `most` pieces of work run at once. If a batch put all its work into a queue at once, it would be in front of
 * the work of all others.
 */
export const fewAtOnce = (most: number): FewAtOnce => {
  const waiting: (() => void)[] = []
  let running = 0
  const come = async (): Promise<void> => {
    if (running < most) running += 1
    else await new Promise<void>((begin) => waiting.push(begin))
  }
  const leave = (): void => {
    const begin = waiting.shift()
    if (begin === undefined) running -= 1
    else begin()
  }
  return (work) =>
    new ResultAsync(
      come().then(async () => {
        try {
          return await work()
        } finally {
          leave()
        }
      }),
    )
}
