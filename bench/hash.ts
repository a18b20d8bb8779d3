import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openArgon2Hasher, type Argon2HasherOptions } from '@keepsake/adapters/password/argon2'
import { nodeRsArgon2 } from '@keepsake/adapters/password/node-rs-argon2'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { hashRaw, type Options } from '@node-rs/argon2'
import { argon2id, hash } from 'argon2'
import { hashWithCommand, hasArgon2Command } from './argon2-command.ts'
import { compare, type Contender } from './measure.ts'
import { openKeepsake, openPorts } from './open-keepsake.ts'
import { costLine, rateLine, type Line } from './table.ts'

const rounds = 5
/** Fewer, for the command differs by more than the weather does. */
const commandRounds = 3
const passwords = 64

/** As many hashes in flight as the library has by default: no more than cores, and one thread of libuv's pool left free. */
const atOnce = Math.max(
  1,
  Math.min(availableParallelism(), Number(process.env['UV_THREADPOOL_SIZE'] ?? 4) - 1),
)

/** A library that the hasher can stand on, and a hash of it called bare, with the hasher's default parameters. */
type Engine = {
  readonly name: string
  readonly chosen: Pick<Argon2HasherOptions, 'engine'>
  readonly bare: (password: string) => Promise<unknown>
}

const costs = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } satisfies Options

const engines: readonly Engine[] = [
  {
    name: 'argon2',
    chosen: {},
    bare: (password) =>
      hash(password, { ...costs, raw: true, type: argon2id, hashLength: 32, salt: randomBytes(16) }),
  },
  {
    name: '@node-rs/argon2',
    chosen: { engine: nodeRsArgon2 },
    // argon2id is its default.
    bare: (password) => hashRaw(password, { ...costs, outputLen: 32, salt: randomBytes(16) }),
  },
]

/**
 * Users with passwords in clear through `users.create`, over each engine: against that engine called bare, and against
 * the reference implementation's command on all cores. And what the event loop has of it.
 */
export const benchHash = async (): Promise<readonly Line[]> => {
  const withCommand = hasArgon2Command()
  if (!withCommand)
    console.error('hash: the argon2 command is not on the PATH, so nothing is measured against it')
  const lines: Line[] = []
  for (const engine of engines) {
    lines.push(...(await againstBare(engine)))
    if (withCommand) lines.push(await againstCommand(engine))
  }
  return lines
}

const againstBare = async ({ name, chosen, bare }: Engine): Promise<readonly Line[]> => {
  const delays = {
    ours: monitorEventLoopDelay({ resolution }),
    baseline: monitorEventLoopDelay({ resolution }),
  }
  const comparison = await compare(rounds, await creatingUsers(chosen, delays.ours), (round) => ({
    units: passwords,
    run: () => watching(delays.baseline, round, () => hashBare(bare)),
  }))
  return [
    rateLine(`hash ${name}, ${passwords} users, ${atOnce} at once`, comparison),
    costLine(`hash ${name}, event-loop delay p99`, 'ms', p99(delays.ours), p99(delays.baseline)),
  ]
}

const againstCommand = async ({ name, chosen }: Engine): Promise<Line> =>
  rateLine(
    `hash ${name}, against the command argon2`,
    await compare(commandRounds, await creatingUsers(chosen), () => ({
      units: passwords,
      run: () => hashWithCommand(passwords),
    })),
  )

const creatingUsers = async (chosen: Engine['chosen'], delay?: Delay): Promise<Contender> => {
  const ports = await openPorts(openMemoryStorage())
  const keepsake = openKeepsake({ ...ports, passwordHasher: await openArgon2Hasher(chosen) })
  return (round) => {
    const list = Array.from({ length: passwords }, (_, row) => ({
      username: `user-${round}-${row}`,
      password: `correct horse ${round} ${row}`,
    }))
    const run = async (): Promise<void> => void (await keepsake.users.create({ list }))._unsafeUnwrap()
    return { units: passwords, run: () => (delay === undefined ? run() : watching(delay, round, run)) }
  }
}

const hashBare = async (bare: Engine['bare']): Promise<void> => {
  let left = passwords
  const worker = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await bare(`correct horse ${left}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

type Delay = ReturnType<typeof monitorEventLoopDelay>

/** In ms: how often the event loop is looked at. */
const resolution = 1

/** Round 0 warms up, and is not watched. */
const watching = async (delay: Delay, round: number, run: () => Promise<void>): Promise<void> => {
  if (round > 0) delay.enable()
  await run()
  delay.disable()
}

/** In ms. The histogram counts the time from one look to the next, the planned interval included. */
const p99 = (delay: Delay): number => Math.max(0.01, delay.percentile(99) / 1e6 - resolution)
