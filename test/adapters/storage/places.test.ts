import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { placesOf } from '../../../packages/adapters/src/storage/places.ts'

const waits = { place: 25_000, connect: 5000 }

const silent = (ms: number): Promise<string> =>
  new Promise((_resolve, reject) => {
    setTimeout(() => reject(new Error('no connection')), ms)
  })

/** What came of a call, and after how many ms. */
const endOf = async (call: Promise<unknown>): Promise<string> => {
  const began = performance.now()
  const end = await call.then(
    () => 'a connection',
    (error: unknown) => (error as Error).message,
  )
  return `${end} after ${performance.now() - began}`
}

describe('the queue for the places of a pool', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('fails all who have waited as long as a server kept silent', async () => {
    const take = placesOf('PostgreSQL', 2, waits, silent)
    const ends = Array.from({ length: 9 }, () => endOf(take()))
    await vi.advanceTimersByTimeAsync(5000)
    expect(await Promise.all(ends)).toEqual(Array.from({ length: 9 }, () => 'no connection after 5000'))
  })

  it('lets who came later have an attempt of their own, and loses no place', async () => {
    let isSilent = true
    const take = placesOf('PostgreSQL', 1, waits, (ms) => (isSilent ? silent(ms) : Promise.resolve('open')))
    const [first, second] = [endOf(take()), endOf(take())]
    await vi.advanceTimersByTimeAsync(1000)
    const later = endOf(take())
    isSilent = false
    await vi.advanceTimersByTimeAsync(4000)
    expect(await Promise.all([first, second, later])).toEqual([
      'no connection after 5000',
      'no connection after 5000',
      'a connection after 4000',
    ])
  })

  it('sends nobody away where a server refuses at once', async () => {
    const answers = [Promise.reject(new Error('refused')), Promise.resolve('open')]
    answers[0]!.catch(() => undefined)
    const take = placesOf('PostgreSQL', 1, waits, () => answers.shift()!)
    expect(await Promise.all([endOf(take()), endOf(take())])).toEqual([
      'refused after 0',
      'a connection after 0',
    ])
  })

  it('is left after the longest wait for a place, which then goes to the next', async () => {
    const take = placesOf('PostgreSQL', 1, waits, () => Promise.resolve('open'))
    const { leave } = await take()
    const late = endOf(take())
    await vi.advanceTimersByTimeAsync(25_000)
    expect(await late).toBe('PostgreSQL: no connection was free within 25 s after 25000')
    const next = endOf(take())
    leave()
    expect(await next).toBe('a connection after 0')
  })
})
