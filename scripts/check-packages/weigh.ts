import { spawnSync } from 'node:child_process'
import { cpSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const megabyte = 2 ** 20

/** The most that `import '@keepsake/app'` may add to the memory of a bare Node process, in MB. */
const mostMemory = 30

/** The most that npm installs for a service that embeds the app with a storage in memory, in MB. */
const mostInstalled = 25

/** What a module costs when it is loaded: the median of some processes. */
type Cost = { readonly ms: number; readonly rss: number }

/** An odd number, so that there is a median. */
const runs = 7

/**
 * Weighs a folder in which npm has installed the app, the domain and the adapters, and no optional peer. Prints the figures,
 * and answers those above their bounds. Time is printed only: it depends on the machine and on what else it does.
 */
export const weighEmbedding = (folder: string): readonly string[] => {
  cpSync(fileURLToPath(new URL('loads.mjs', import.meta.url)), join(folder, 'loads.mjs'))
  const bare = costOf(folder, [])
  const app = costOf(folder, ['@keepsake/app'])
  const memory = (app.rss - bare.rss) / megabyte
  const installed = sizeOf(join(folder, 'node_modules')) / megabyte
  console.log(`import '@keepsake/app': ${app.ms.toFixed(0)} ms, ${memory.toFixed(1)} MB more than bare Node`)
  console.log(`embedded with a storage in memory: ${installed.toFixed(1)} MB installed`)
  return [
    ...(memory > mostMemory
      ? [`import '@keepsake/app' costs ${memory.toFixed(1)} MB, above ${mostMemory}`]
      : []),
    ...(installed > mostInstalled
      ? [`embedding installs ${installed.toFixed(1)} MB, above ${mostInstalled}`]
      : []),
  ]
}

const costOf = (cwd: string, names: readonly string[]): Cost => {
  const costs = Array.from({ length: runs }, () => load(cwd, names))
  return { ms: median(costs.map(({ ms }) => ms)), rss: median(costs.map(({ rss }) => rss)) }
}

const load = (cwd: string, names: readonly string[]): Cost => {
  const { stdout, stderr } = spawnSync(process.execPath, ['loads.mjs', ...names], { cwd, encoding: 'utf8' })
  if (stdout === '') throw new Error(`${names.join(', ')} cannot be loaded: ${stderr}`)
  return JSON.parse(stdout) as Cost
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN

/** The size of all files in a folder, in bytes. */
const sizeOf = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => lstatSync(join(folder, path)))
    .filter((stats) => stats.isFile())
    .reduce((sum, { size }) => sum + size, 0)
