/**
 * Measures whether the time of a refused sign-in tells what the account is, and prints one table. Arguments: how many
 * attempts to compare for each state of an account, half a minute's worth where absent; and the pools, all where absent.
 */
import { median } from './measure.ts'
import { aligned } from './table.ts'
import { stateNames } from './timing/accounts.ts'
import { attempt, type Times, type Until } from './timing/attempts.ts'
import { chance, differenceOf } from './timing/compare.ts'
import { pools } from './timing/pools.ts'

/** Of each pool, its attempts and how long a plain one takes, and for each other state both figures. */
const columnOf = (name: string, times: Times): readonly string[] => {
  const { plain } = times
  return [
    name,
    String(plain.length),
    `${median(plain).toPrecision(3)} ms`,
    `0.5 ± ${chance(plain.length).toFixed(3)}`,
    ...stateNames.slice(1).map((state) => {
      const { auc, percent } = differenceOf(times[state], plain)
      return `${auc.toFixed(3)} ${percent < 0 ? '' : '+'}${percent.toFixed(1)}%`
    }),
  ]
}

const headings = ['', 'attempts', 'plain', 'by chance', ...stateNames.slice(1)]

const given = process.argv.slice(2)
const attempts = /^\d+$/u.test(given[0] ?? '') ? Number(given[0]) : undefined
const names = attempts === undefined ? given : given.slice(1)
const unknown = names.filter((name) => pools.every((pool) => pool.name !== name))
if (unknown.length > 0) {
  console.error(`No pool is called ${unknown.join(', ')}: ${pools.map(({ name }) => name).join(', ')}.`)
  process.exit(2)
}

const until: Until = attempts === undefined ? { ms: 30_000 } : { rounds: attempts }
const columns: (readonly string[])[] = []
for (const pool of pools) {
  if (names.length > 0 && !names.includes(pool.name)) continue
  const started = performance.now()
  columns.push(columnOf(pool.name, await attempt(pool, until)))
  console.error(`${pool.name}: ${((performance.now() - started) / 1000).toFixed(0)} s`)
}
console.log(aligned(headings.map((heading, row) => [heading, ...columns.map((column) => column[row] ?? '')])))
