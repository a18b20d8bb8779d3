import {
  userId,
  userPoolId,
  type Instant,
  type PoolStorage,
  type Storage,
  type Stores,
} from '@keepsake/domain'
import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import fc from 'fast-check'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import { expect } from 'vitest'
import { madeAt } from '../builders/users.ts'
import type { PortCall } from './port-call.ts'
import { portCall } from './port-calls.ts'

/** A call by itself, or several in one transaction, so long after the step before it, in ms. */
type Step = {
  readonly after: number
  readonly calls: readonly PortCall[]
  readonly ending: 'no transaction' | 'commit' | 'fail' | 'throw'
}

const step: fc.Arbitrary<Step> = fc
  .record({
    after: fc.nat({ max: 3 }).map((times) => times * 500),
    calls: fc.array(portCall, { minLength: 1, maxLength: 5 }),
    ending: fc.oneof(
      { weight: 4, arbitrary: fc.constant('no transaction' as const) },
      { weight: 2, arbitrary: fc.constant('commit' as const) },
      { weight: 1, arbitrary: fc.constantFrom('fail' as const, 'throw' as const) },
    ),
  })
  .map((given) => ({
    ...given,
    [fc.toStringMethod]: () =>
      `\n  after ${given.after} ms, ${given.ending}:${given.calls.map(({ says }) => `\n    ${says}`).join('')}`,
  }))

/** What a storage is asked, one step after the other. The clock never goes back. */
const portRun: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 1, maxLength: 12 })

/** Tries a storage in as many runs against one in memory, which is simple enough to be right. */
export const answersAsMemory = async (storage: Storage, numRuns: number): Promise<void> => {
  const memory = openMemoryStorage()
  const property = fc.asyncProperty(portRun, async (steps) => {
    expect(await answersOf(storage, steps)).toEqual(await answersOf(memory, steps))
  })
  await fc.assert(property, { numRuns })
}

let pools = 0

/** Makes the calls in a pool of their own, and answers what each answers and what is there in the end. */
const answersOf = async (storage: Storage, steps: readonly Step[]): Promise<readonly unknown[]> => {
  const pool = storage.inPool(userPoolId(`pool ${process.pid} ${(pools += 1)}`))
  const answers: unknown[] = []
  let now = madeAt
  for (const { after, calls, ending } of steps) {
    now += after
    answers.push(
      ...(await (ending === 'no transaction' ? ask(pool, calls, now) : askIn(pool, calls, now, ending))),
    )
  }
  return [...answers, await standing(pool)]
}

const ask = async (stores: Stores, calls: readonly PortCall[], now: Instant): Promise<readonly unknown[]> => {
  const answers: unknown[] = []
  for (const each of calls) answers.push(`${each.says}: ${inWords(await each.ask(stores, now))}`)
  return answers
}

/** The work goes on whatever a verb answers. */
const askIn = async (
  pool: PoolStorage,
  calls: readonly PortCall[],
  now: Instant,
  ending: Exclude<Step['ending'], 'no transaction'>,
): Promise<readonly unknown[]> => {
  let answers: readonly unknown[] = []
  const work = async (stores: Stores): Promise<Result<void, { readonly kind: string }>> => {
    answers = await ask(stores, calls, now)
    if (ending === 'throw') throw new Error('thrown')
    return ending === 'fail' ? err({ kind: 'failed' }) : ok()
  }
  const result = await pool.atomically((stores) => new ResultAsync(work(stores)))
  return [...answers, `${ending}: ${inWords(result)}`]
}

/** Causes are an engine's own words, and so is the order of what is in no particular order. */
const inWords = (result: Result<unknown, { readonly kind: string }>): string =>
  result.isOk() ? textOf(result.value) : textOf({ ...result.error, cause: undefined })

const inAnyOrder = new Set(['value', 'keys', 'userIds', 'keyDigests'])

const textOf = (value: unknown): string =>
  JSON.stringify({ value }, (name, each: unknown) => {
    if (Array.isArray(each) && inAnyOrder.has(name)) return each.toSorted(byText)
    return isRecord(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each
  })

const byText = (one: unknown, other: unknown): number => (textOf(one) < textOf(other) ? -1 : 1)

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const everybody = ['ann', 'bob', 'cy'].map(userId)
const everyKey = (['login', 'external'] as const).flatMap((namespace) =>
  ['a', 'A', 'b'].map((key) => ({ namespace, key })),
)

/** What is there, as far as nothing has to be changed to see it. */
const standing = async (pool: PoolStorage): Promise<string> => {
  const found = await ResultAsync.combine([
    pool.users.findByIds(everybody),
    pool.users.findHeld(everyKey),
    pool.users.list({ filter: {}, order: 'oldest-first', limit: 9 }),
    pool.credentials.findByUserIds(everybody),
    pool.secondFactors.findByUserIds(everybody),
    pool.secondFactors.findOwners(['same', 'other']),
    pool.moves.list({ limit: 9 }),
    ...['m1', 'm2', 'm3'].flatMap((move) => [
      pool.moves.listChunks({ move, limit: 9 }),
      pool.moves.listRefused({ move, limit: 99 }),
    ]),
    ...['source-1', 'source-2'].map((source) => pool.moves.listRows({ source, limit: 9 })),
    pool.moves.findRowsOfUsers(everybody),
    ...(['waiting', 'sent', 'dead'] as const).flatMap((state) => [
      pool.outbox.list({ state, limit: 9 }),
      pool.events.list({ state, limit: 9 }),
    ]),
  ])
  return `in the end: ${found.map((lists) => lists.map((list) => textOf(list)).join('\n')).unwrapOr('nothing answers')}`
}
