import pLimit from 'p-limit'

/** One turn at a time, in the order of the calls. */
export type Turns = {
  /** Resolves when the turn has come. The caller ends the turn by calling the answer, once or several times. */
  readonly take: () => Promise<() => void>
}

export const newTurns = (): Turns => {
  const inTurn = pLimit(1)
  return {
    take: () =>
      new Promise((come) => {
        void inTurn(() => new Promise<void>((end) => come(end)))
      }),
  }
}
