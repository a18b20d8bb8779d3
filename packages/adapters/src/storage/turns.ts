import pLimit from 'p-limit'

/** Turns in the order of the calls: one at a time, or as many as there are places. */
export type Turns = {
  /** Resolves when the turn has come. The caller ends the turn by calling the answer, once or several times. */
  readonly take: () => Promise<() => void>
}

export const newTurns = (places = 1): Turns => {
  const inTurn = pLimit(places)
  return {
    take: () =>
      new Promise((come) => {
        void inTurn(() => new Promise<void>((end) => come(end)))
      }),
  }
}
