import { ResultAsync } from 'neverthrow'

/** Does a piece of work as soon as few enough others are under way, in the order of their coming. */
export type FewAtOnce = <T, E>(work: () => ResultAsync<T, E>) => ResultAsync<T, E>

/**
 * Lets so many pieces of work be under way. A batch that put all of its work into a queue at once would stand there in front
 * of everybody else's.
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
