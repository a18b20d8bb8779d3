import { randomInt } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import type { Keepsake, SignInAnswer } from '@keepsake/app'
import type { Storage } from '@keepsake/domain'
import { openKeepsake, openPorts } from '../open-keepsake.ts'
import {
  bringAccounts,
  checkSentinel,
  closeAccounts,
  loginOf,
  passwordFor,
  stateNames,
  type StateName,
} from './accounts.ts'
import type { PoolUnderTest } from './pools.ts'

/** In ms, what each attempt at an account of a state has taken. */
export type Times = Readonly<Record<StateName, number[]>>

/** How long to go on: for so many rounds, or for so many ms. */
export type Until = { readonly rounds: number } | { readonly ms: number }

const start = Date.UTC(2026, 0, 1)
/** In ms: longer than strangers ever have to wait for the next attempt at one account. */
const untilTheNext = 61_000
/** In which the compiler finishes its work. */
const warmUp = 20

/** Makes rounds of attempts at a pool, each with one at an account of every state, in an order drawn anew. */
export const attempt = (pool: PoolUnderTest, until: Until): Promise<Times> =>
  withStorage(pool, async (storage) => {
    let now = start
    const ports = await openPorts(storage)
    const { verifier: passwordVerifier = ports.passwordVerifier } = pool
    const system = { ...ports.system, clock: () => now }
    const keepsake = openKeepsake({ ...ports, passwordVerifier, system })
    await bringAccounts(keepsake, storage, pool)
    // With somebody else's token, which is looked at before it is found to be worth nothing.
    const asked: Asked = pool.closed
      ? { expected: 'too_many_attempts', deviceToken: await checkSentinel(keepsake) }
      : { expected: 'wrong_credentials' }
    if (pool.closed) await closeAccounts(keepsake)

    const times = Object.fromEntries(stateNames.map((name) => [name, [] as number[]])) as Times
    const began = performance.now()
    const goesOn = (round: number): boolean =>
      'rounds' in until ? round < until.rounds : performance.now() - began < until.ms
    for (let round = -warmUp; goesOn(round); round += 1) {
      if (!pool.closed) now += untilTheNext
      // The first one may start the count of the pool's hashes, and is not timed.
      await keepsake.signIn({ login: 'somebody else', password: 'whatever' })
      for (const name of shuffled(stateNames)) {
        const taken = await timeOf(keepsake, loginOf(name, round + warmUp), passwordFor(name), asked)
        if (round >= 0) times[name].push(taken)
      }
    }
    await checkSentinel(keepsake)
    return times
  })

/** How each attempt is to be answered, and the device token that it comes with. */
type Asked = { readonly expected: SignInAnswer['verdict']; readonly deviceToken?: string }

const timeOf = async (
  keepsake: Keepsake,
  login: string,
  password: string,
  { expected, ...token }: Asked,
): Promise<number> => {
  // From an address of its own, or the fifth attempt would have to wait.
  const ip = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`
  const begun = performance.now()
  const answer = await keepsake.signIn({ login, password, ip, ...token })
  const taken = performance.now() - begun
  if (answer._unsafeUnwrap().verdict !== expected) throw new Error('An attempt is not answered alike')
  return taken
}

const shuffled = <T>(values: readonly T[]): readonly T[] => {
  const order = [...values]
  for (let left = order.length; left > 1; left -= 1) {
    const drawn = randomInt(left)
    ;[order[drawn], order[left - 1]] = [order[left - 1]!, order[drawn]!]
  }
  return order
}

const withStorage = async <T>(pool: PoolUnderTest, use: (storage: Storage) => Promise<T>): Promise<T> => {
  if (pool.storage === 'memory') return use(openMemoryStorage())
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-bench-'))
  const storage = await openSqliteStorage({ file: join(folder, 'timing.db') })
  try {
    return await use(storage)
  } finally {
    await storage.close()
    await rm(folder, { recursive: true, force: true })
  }
}
