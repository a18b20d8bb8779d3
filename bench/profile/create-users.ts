/**
 * Profiles `users.create` with the users of the import, all in this process. Prints the CPU time of a thousand users, how late
 * the event loop was, the most memory, and the functions that take most of the time: `node bench/profile/create-users.ts [memory|sqlite] [users] [functions]`.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import { openKeepsake, openPorts } from '../open-keepsake.ts'
import { batchSize, prehashedBatch } from '../sample-users.ts'
import { profiled, type FunctionTime } from './cpu-profile.ts'

const [engine = 'memory', users = '20000', functions = '45'] = process.argv.slice(2)
/** Until then, V8 compiles. */
const warmUp = 5

const folder = await mkdtemp(join(tmpdir(), 'keepsake-profile-'))
const storage =
  engine === 'sqlite' ? await openSqliteStorage({ file: join(folder, 'users.db') }) : openMemoryStorage()
const keepsake = openKeepsake(await openPorts(storage))
const count = Number(users) / batchSize
const batches = Array.from({ length: warmUp + 2 * count }, (_, index) => prehashedBatch(index))

const create = async (from: number, to: number): Promise<void> => {
  for (const batch of batches.slice(from, to)) {
    const report = await keepsake.users.create(batch)
    if (report.isErr()) throw new Error('The batch was refused', { cause: report.error })
  }
}

await create(0, warmUp)
const delay = monitorEventLoopDelay({ resolution: 1 })
delay.enable()
await create(warmUp, warmUp + count)
delay.disable()
const before = process.cpuUsage()
const times = await profiled(() => create(warmUp + count, batches.length))
const { user, system } = process.cpuUsage(before)

const perThousand = (ms: number): string => (ms / count).toFixed(2).padStart(8)
const print = (title: string, list: readonly FunctionTime[], time: 'self' | 'total'): void => {
  console.log(`\n${title}, ms for a thousand users`)
  for (const each of list.slice(0, Number(functions))) console.log(perThousand(each[time]), each.name)
}
console.log(`${engine}: ${perThousand((user + system) / 1000)} ms CPU for a thousand users`)
console.log(
  `event-loop delay p99 ${(delay.percentile(99) / 1e6).toFixed(1)} ms, longest ${(delay.max / 1e6).toFixed(1)} ms`,
)
console.log(`most memory ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
print('own time', times, 'self')
print(
  'with what they call',
  times.toSorted((one, other) => other.total - one.total),
  'total',
)
await storage.close()
await rm(folder, { recursive: true })
