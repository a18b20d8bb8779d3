import { setImmediate as tick } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import {
  affordable,
  inSlices,
  type Steps,
} from '../../../../packages/adapters/src/password/formats/iterated/slices.ts'
import { hashFormats } from '../../../../packages/adapters/src/password/formats/table.ts'

/** The dearest hashes that are checked on the event loop itself; no password has them. */
const dearest = [
  `$6$rounds=1000000$saltsalt$${'a'.repeat(85)}/`,
  `$5$rounds=1000000$saltsalt$${'a'.repeat(42)}/`,
  `$P$Isaltsalt${'a'.repeat(21)}/`,
  `$S$Isaltsalt${'a'.repeat(43)}`,
  `sha512_symfony$1000000$salt$${Buffer.alloc(64, 1).toString('base64')}`,
]

const readDearest = () =>
  dearest.map((encoded) => hashFormats().flatMap(({ read }) => read(encoded) ?? [])[0]!)

/** The processor time of this thread between two turns of the event loop, in ms, until the work is over. */
const busyBetweenTurns = async (work: Promise<unknown>): Promise<readonly number[]> => {
  const state = { over: false }
  const watched = work.then(() => (state.over = true))
  const busy: number[] = []
  let before = process.threadCpuUsage()
  while (!state.over) {
    await tick()
    const { user, system } = process.threadCpuUsage(before)
    before = process.threadCpuUsage()
    busy.push((user + system) / 1000)
  }
  await watched
  return busy.toSorted((one, other) => one - other)
}

describe('work in slices', () => {
  it('comes to its result', async () => {
    function* sum(): Steps<number> {
      let total = 0
      for (let each = 1; each <= 1000; each += 1) {
        total += each
        yield
      }
      return total
    }
    expect(await Promise.all([inSlices(sum()), inSlices(sum())])).toStrictEqual([500_500, 500_500])
  })

  it('fails as its steps do', async () => {
    function* broken(): Steps<number> {
      yield
      throw new Error('broken')
    }
    await expect(inSlices(broken())).rejects.toThrow('broken')
  })

  it('leaves the event loop free at least every 10 ms, with all of the dearest hashes at once', async () => {
    const hashes = readDearest()
    expect(hashes.map(({ tooCostly }) => tooCostly)).toStrictEqual(dearest.map(() => false))
    const busy = await busyBetweenTurns(
      Promise.all(hashes.map(({ matches }) => matches(Buffer.alloc(64, 'p')))),
    )
    expect(busy.length).toBeGreaterThan(200)
    expect(busy[Math.floor(busy.length * 0.99)]).toBeLessThan(10)
  }, 120_000)

  it('takes no more of a password than its rounds can afford, and says so', () => {
    expect(affordable(Buffer.alloc(4096, 'p'), 5000)).toStrictEqual({
      bytes: Buffer.alloc(4096, 'p'),
      whole: true,
    })
    expect(affordable(Buffer.alloc(536, 'p'), 1_000_000).whole).toBe(true)
    const { bytes, whole } = affordable(Buffer.alloc(537, 'p'), 1_000_000)
    expect([bytes.length, whole]).toStrictEqual([536, false])
  })
})
