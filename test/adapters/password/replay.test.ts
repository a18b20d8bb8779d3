import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { openReplay } from '../../../packages/adapters/src/password/replay.ts'

const taken = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work().catch(() => undefined)
  return performance.now() - begun
}

/** A check that takes so long, and ends so. */
const check =
  (ms: number, matches = false) =>
  async (): Promise<boolean> => {
    await setTimeout(ms)
    return matches
  }

describe('a pretended check', () => {
  test('takes no less than checks of wrong passwords have taken, whatever right ones take', async () => {
    const replay = openReplay()
    expect(await replay.timed(check(40))).toBe(false)
    expect(await replay.timed(check(1, true))).toBe(true)
    for (let times = 0; times < 5; times += 1) expect(await taken(replay.pretend)).toBeGreaterThan(30)
  })

  test('takes a time of its own as long as there was no check', async () => {
    expect(await taken(openReplay().pretend)).toBeGreaterThanOrEqual(99)
  })

  test('takes as little as a check that is over at once', async () => {
    const replay = openReplay()
    await replay.timed(async () => false)
    const times = []
    for (let count = 0; count < 20; count += 1) times.push(await taken(replay.pretend))
    expect(Math.min(...times)).toBeLessThan(1)
  })

  test('follows a change once there were enough new checks', async () => {
    const replay = openReplay()
    await replay.timed(check(200))
    for (let count = 0; count < 64; count += 1) await replay.timed(async () => false)
    const times = []
    for (let count = 0; count < 20; count += 1) times.push(await taken(replay.pretend))
    expect(Math.min(...times)).toBeLessThan(1)
  })

  test('fails as the last check did, and no longer', async () => {
    const replay = openReplay()
    const broken = async (): Promise<boolean> => {
      await setTimeout(30)
      throw new Error('down')
    }
    await expect(replay.timed(broken)).rejects.toThrow('down')
    await expect(replay.pretend()).rejects.toThrow('the last check')
    expect(await taken(replay.pretend)).toBeGreaterThan(20)
    await replay.timed(check(1))
    await expect(replay.pretend()).resolves.toBeUndefined()
  })
})
