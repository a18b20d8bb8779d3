import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { argon2id, hash } from 'argon2'
import { compare, type Task } from './measure.ts'
import { openIdentity, openPorts } from './open-identity.ts'
import { costLine, rateLine, type Line } from './table.ts'

const rounds = 5
const passwords = 64

/** As many hashes in flight as the library has by default: no more than cores, and one thread of libuv's pool left free. */
const atOnce = Math.max(
  1,
  Math.min(availableParallelism(), Number(process.env['UV_THREADPOOL_SIZE'] ?? 4) - 1),
)

/** Users with passwords in clear through `createUsers` against the bare engine; and what the event loop has of it. */
export const benchHash = async (): Promise<readonly Line[]> => {
  const identity = openIdentity(openPorts(openMemoryStorage()))
  const delays = {
    ours: monitorEventLoopDelay({ resolution }),
    baseline: monitorEventLoopDelay({ resolution }),
  }

  const ours = (round: number): Task => {
    const list = Array.from({ length: passwords }, (_, row) => ({
      username: `user-${round}-${row}`,
      password: `correct horse ${round} ${row}`,
    }))
    const run = async (): Promise<void> => void (await identity.createUsers({ list }))._unsafeUnwrap()
    return { units: passwords, run: () => watching(delays.ours, run) }
  }
  const baseline = (): Task => ({ units: passwords, run: () => watching(delays.baseline, hashBare) })

  const comparison = await compare(rounds, ours, baseline)
  return [
    rateLine(`hash argon2id, ${passwords} users, ${atOnce} at once`, comparison),
    costLine('hash, event-loop delay p99', 'ms', p99(delays.ours), p99(delays.baseline)),
  ]
}

const hashBare = async (): Promise<void> => {
  let left = passwords
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await hash(`correct horse ${left}`, {
        raw: true,
        type: argon2id,
        memoryCost: 19_456,
        timeCost: 2,
        parallelism: 1,
        hashLength: 32,
        salt: randomBytes(16),
      })
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

type Delay = ReturnType<typeof monitorEventLoopDelay>

/** In ms: how often the event loop is looked at. */
const resolution = 1

const watching = async (delay: Delay, run: () => Promise<void>): Promise<void> => {
  delay.enable()
  await run()
  delay.disable()
}

/** In ms. The histogram counts the time from one look to the next, the planned interval included. */
const p99 = (delay: Delay): number => Math.max(0.01, delay.percentile(99) / 1e6 - resolution)
