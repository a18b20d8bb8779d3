import { setImmediate as tick, setTimeout } from 'node:timers/promises'
import { errAsync, okAsync, ResultAsync, type Result } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import {
  openFairQueue,
  type FairQueue,
  type FairQueueOptions,
  type QueueAsker,
} from '../../../packages/app/src/fair-queue/fair-queue.ts'

/** A queue with one place, and work that is written down as it begins and goes on until it is told to end. */
const openWatched = (options: Partial<FairQueueOptions> = {}) => {
  const queue: FairQueue = openFairQueue({ part: 'password-hasher', atOnce: 1, ...options })
  const begun: string[] = []
  const ends = new Map<string, () => void>()
  const enter = (name: string, who: Partial<QueueAsker> = {}) =>
    queue.enter({ lane: 'lane', ...who }, () => {
      begun.push(name)
      return ResultAsync.fromSafePromise(new Promise<void>((end) => ends.set(name, end)))
    })
  /** Ends what was begun last. */
  const end = async (): Promise<void> => {
    await tick()
    ends.get(begun.at(-1) ?? '')?.()
    await tick()
  }
  const endLate = async (name: string): Promise<void> => {
    ends.get(name)?.()
    await tick()
  }
  return { queue, begun, enter, end, endLate }
}

const whyNot = (result: Result<unknown, unknown>): string => {
  const { part, cause } = result._unsafeUnwrapErr() as { part: string; cause: Error }
  return `${part}: ${cause.message}`
}

describe('a fair queue', () => {
  test('lets so many in at once, and hands their answers on', async () => {
    const queue = openFairQueue({ part: 'storage', atOnce: 3 })
    let [running, most] = [0, 0]
    const work = async (): Promise<number> => {
      running += 1
      most = Math.max(most, running)
      await tick()
      return (running -= 1)
    }
    const who = { lane: 'lane' }
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => queue.enter(who, () => ResultAsync.fromSafePromise(work()))),
    )
    expect(answers.every((each) => each.isOk())).toBe(true)
    expect(most).toBe(3)
    expect((await queue.enter(who, () => errAsync('refused')))._unsafeUnwrapErr()).toBe('refused')
  })

  test('goes on after work that throws', async () => {
    const { queue } = openWatched()
    const who = { lane: 'lane' }
    const broken = queue.enter(who, () => {
      throw new Error('a defect')
    })
    await expect(Promise.resolve(broken)).rejects.toThrow('a defect')
    expect((await queue.enter(who, () => okAsync(1)))._unsafeUnwrap()).toBe(1)
  })

  test('gives lanes their turns', async () => {
    const { begun, enter, end } = openWatched()
    for (let index = 1; index <= 50; index += 1) void enter(`flood ${index}`, { lane: 'flood' })
    void enter('owner', { lane: 'elsewhere' })
    await end()
    await end()
    expect(begun).toContain('owner')
  })

  test('gives strangers every other turn at the most', async () => {
    const { begun, enter, end } = openWatched()
    for (let index = 1; index <= 50; index += 1) void enter(`stranger ${index}`, { lane: `${index}` })
    for (let index = 1; index <= 3; index += 1)
      void enter(`known ${index}`, { standings: [{ lane: 'office', most: 4 }] })
    for (let count = 0; count < 7; count += 1) await end()
    expect(begun.filter((name) => name.startsWith('known'))).toEqual(['known 1', 'known 2', 'known 3'])
  })

  test('lets one standing in only so often at a time, for all its callers', async () => {
    const { begun, enter, end } = openWatched()
    const standings = [{ lane: 'device of victim', most: 1 }]
    for (let index = 1; index <= 50; index += 1) void enter(`thief ${index}`, { lane: 'thief', standings })
    const owner = { lane: 'home', standings: [{ lane: 'device of owner', most: 1 }] }
    void enter('owner', owner)
    await end()
    await end()
    expect(begun).toContain('owner')
    // The standing is free again once its work has ended, or its caller has gone.
    const caller = new AbortController()
    void enter('gone', { ...owner, signal: caller.signal })
    caller.abort()
    void enter('again', owner)
    await end()
    await end()
    expect(begun).toContain('again')
  })

  test('turns away the newest of the longest lane where too much waits', async () => {
    const { begun, enter, end } = openWatched({ maxWaiting: 3 })
    void enter('first')
    const flood = ['1', '2', '3', '4'].map((name) => enter(name, { lane: 'flood' }))
    expect(whyNot(await flood[3]!)).toBe('password-hasher: 3 wait already')
    const owner = enter('owner', { lane: 'elsewhere' })
    expect(whyNot(await flood[2]!)).toBe('password-hasher: 3 wait already')
    for (let count = 0; count < 4; count += 1) await end()
    expect((await owner).isOk()).toBe(true)
    expect(begun.toSorted()).toEqual(['1', '2', 'first', 'owner'])
  })

  test('lets nobody wait for longer than is any use, and begins nothing for them', async () => {
    const { begun, enter, end } = openWatched({ patienceMs: 20 })
    void enter('first')
    expect(whyNot(await enter('second'))).toBe('password-hasher: no place was free for 20 ms')
    await end()
    expect(begun).toEqual(['first'])
    const third = enter('third')
    await end()
    expect((await third).isOk()).toBe(true)
  })

  test('begins nothing for a caller that has gone, before it waits or meanwhile', async () => {
    const { begun, enter, end } = openWatched()
    expect(whyNot(await enter('gone', { signal: AbortSignal.abort() }))).toContain('the caller has gone')
    void enter('first')
    const caller = new AbortController()
    const second = enter('second', { signal: caller.signal })
    const third = enter('third')
    caller.abort()
    expect(whyNot(await second)).toContain('the caller has gone')
    await end()
    await end()
    expect((await third).isOk()).toBe(true)
    expect(begun).toEqual(['first', 'third'])
  })

  test('lets work end that has begun, though its caller goes', async () => {
    const { enter, end } = openWatched()
    const caller = new AbortController()
    const first = enter('first', { signal: caller.signal })
    await tick()
    caller.abort()
    await end()
    expect((await first).isOk()).toBe(true)
  })

  test('gives the place of work that does not end to the next, and no second place once it ends after all', async () => {
    const { begun, enter, end, endLate } = openWatched({ workMs: 1000 })
    const endless = enter('endless')
    const second = enter('second')
    expect(whyNot(await endless)).toBe('password-hasher: the work has not ended within 1000 ms')
    await end()
    expect((await second).isOk()).toBe(true)
    const third = enter('third')
    const fourth = enter('fourth')
    await tick()
    // What ends too late frees no place that somebody else has.
    await endLate('endless')
    expect(begun).toEqual(['endless', 'second', 'third'])
    await end()
    expect((await third).isOk()).toBe(true)
    await end()
    expect((await fourth).isOk()).toBe(true)
  })

  test('keeps no timer for a caller who was let in', async () => {
    const { enter, end } = openWatched({ patienceMs: 10 })
    const first = enter('first')
    await setTimeout(30)
    await end()
    expect((await first).isOk()).toBe(true)
  })
})
