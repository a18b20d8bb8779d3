import pLimit from 'p-limit'

/** One turn at a time, in the order in which they were asked for. */
export type Turns = {
  /** Resolves when the turn has come; whoever has it ends it with the answer, once or more often. */
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
