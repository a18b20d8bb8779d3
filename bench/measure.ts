/** Work that is ready to be timed: so many units of it, all done when `run` has ended. */
export type Task = { readonly units: number; readonly run: () => unknown }

/** Prepares the work of one round, with the clock standing. */
export type Contender = (round: number) => Task | Promise<Task>

/** Units a second, each a median of all rounds; `ratio` is the median of what each round gave, ours to the baseline. */
export type Comparison = { readonly ours: number; readonly baseline: number; readonly ratio: number }

/**
 * Times two contenders by turns, so that both see the same weather, and lets each go first every other round. Round 0
 * warms both up and does not count.
 */
export const compare = async (rounds: number, ours: Contender, baseline: Contender): Promise<Comparison> => {
  const found: (readonly [ours: number, baseline: number])[] = []
  for (let round = 0; round <= rounds; round += 1) {
    const tasks = [await ours(round), await baseline(round)] as const
    const rates: [number, number] = [0, 0]
    for (const which of round % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const))
      rates[which] = await rateOf(tasks[which])
    if (round > 0) found.push(rates)
  }
  return summary(found)
}

/** The medians of pairs of rates. */
export const summary = (pairs: readonly (readonly [ours: number, baseline: number])[]): Comparison => ({
  ours: median(pairs.map(([ours]) => ours)),
  baseline: median(pairs.map(([, baseline]) => baseline)),
  ratio: median(pairs.map(([ours, baseline]) => ours / baseline)),
})

const rateOf = async ({ units, run }: Task): Promise<number> => {
  const started = performance.now()
  await run()
  return (units * 1000) / (performance.now() - started)
}

/** The middle of the values; of an even number of them, the mean of the middle two. */
export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return middle.reduce<number>((sum, value) => sum + (value ?? Number.NaN) / 2, 0)
}
