import { median } from '../measure.ts'

/** How far two sets of times lie apart. */
export type Difference = {
  /** Of the medians, in percent of the plain one. */
  readonly percent: number
  /**
   * The chance that one of the first takes longer than one of the second (Mann and Whitney's U over the number of pairs,
   * the area under the ROC curve): 0.5 where nothing can be told, 1 where everything can.
   */
  readonly auc: number
}

export const differenceOf = (times: readonly number[], plain: readonly number[]): Difference => ({
  percent: (median(times) / median(plain) - 1) * 100,
  auc: aucOf(times, plain),
})

/** What the area comes to by chance alone: two standard deviations to either side of 0.5. */
export const chance = (pairs: number): number => 2 * Math.sqrt((2 * pairs + 1) / (12 * pairs ** 2))

/** By the sum of ranks; times that are equal share theirs. */
const aucOf = (times: readonly number[], plain: readonly number[]): number => {
  const all = [...times.map((time) => ({ time, own: 1 })), ...plain.map((time) => ({ time, own: 0 }))]
  all.sort((one, other) => one.time - other.time)
  let ranks = 0
  for (let start = 0, end = 0; start < all.length; start = end) {
    while (all[end]?.time === all[start]?.time) end += 1
    const own = all.slice(start, end).reduce((sum, each) => sum + each.own, 0)
    ranks += own * ((start + 1 + end) / 2)
  }
  return (ranks - (times.length * (times.length + 1)) / 2) / (times.length * plain.length)
}
