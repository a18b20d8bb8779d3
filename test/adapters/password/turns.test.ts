import { setImmediate as tick } from 'node:timers/promises'
import { openArgon2Hasher } from '@keepsake/adapters/password/argon2'
import { openPasswordVerifier } from '@keepsake/adapters/password/verifier'
import { parsePlainPassword } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { openTurns } from '../../../packages/adapters/src/password/turns.ts'

describe('turns at the processor', () => {
  it('never has more work running than allowed, and gets all of it done', async () => {
    const turns = openTurns({ atOnce: 3 })
    let [running, most] = [0, 0]
    const work = async (): Promise<number> => {
      running += 1
      most = Math.max(most, running)
      await tick()
      running -= 1
      return 1
    }
    const done = await Promise.all(Array.from({ length: 50 }, () => turns.take(work, 'import')))
    expect(done.every((each) => each.isOk())).toBe(true)
    expect(most).toBe(3)
  })

  it('turns further work away where too much waits, and takes new work once that is done', async () => {
    const turns = openTurns({ atOnce: 1, maxWaiting: 4 })
    const asked = await Promise.all(Array.from({ length: 10 }, () => turns.take(() => tick(1), 'import')))
    expect(asked.filter((each) => each.isErr()).length).toBeGreaterThanOrEqual(4)
    expect(asked.find((each) => each.isErr())).toMatchObject({
      error: { kind: 'unavailable', part: 'password-hasher' },
    })
    expect((await turns.take(() => tick(1), 'import')).isOk()).toBe(true)
  })

  it('lets a sign-in go before all of an import that waits', async () => {
    const turns = openTurns({ atOnce: 1 })
    const order: string[] = []
    const note = (name: string) => async (): Promise<void> => {
      await tick()
      order.push(name)
    }
    const batch = ['1', '2', '3'].map((name) => turns.take(note(name), 'import'))
    const signIn = turns.take(note('sign-in'), 'sign-in')
    await Promise.all([...batch, signIn])
    expect(order).toStrictEqual(['1', 'sign-in', '2', '3'])
  })

  it('lets an import have one turn in four, however many sign-ins come', async () => {
    const turns = openTurns({ atOnce: 1 })
    const order: string[] = []
    const note = (name: string) => async (): Promise<void> => {
      await tick()
      order.push(name)
    }
    const signIns = Array.from({ length: 12 }, () => turns.take(note('sign-in'), 'sign-in'))
    const batch = ['1', '2', '3'].map((name) => turns.take(note(name), 'import'))
    await Promise.all([...signIns, ...batch])
    // The first sign-in had its turn before anything waited.
    expect(order.indexOf('1')).toBeLessThanOrEqual(4)
    expect(order.indexOf('2')).toBeLessThanOrEqual(8)
    expect(order.indexOf('3')).toBeLessThanOrEqual(12)
    expect(order).toHaveLength(15)
  })

  it('answers work that fails as unavailable, and goes on', async () => {
    const turns = openTurns({ atOnce: 1 })
    const broken = new Error('no memory')
    const thrown = await turns.take(() => {
      throw broken
    }, 'import')
    const rejected = await turns.take(() => Promise.reject(broken), 'import')
    for (const result of [thrown, rejected])
      expect(result._unsafeUnwrapErr()).toStrictEqual({
        kind: 'unavailable',
        part: 'password-hasher',
        cause: broken,
      })
    expect((await turns.take(async () => 1, 'sign-in'))._unsafeUnwrap()).toBe(1)
  })

  it('are shared by a hasher and a verifier that are given the same', async () => {
    const none = openTurns({ maxWaiting: 0 })
    const password = parsePlainPassword('p')._unsafeUnwrap()
    const hash = (await (await openArgon2Hasher({ memory: 64 })).hash(password))._unsafeUnwrap()
    expect((await (await openArgon2Hasher({ turns: none })).hash(password)).isErr()).toBe(true)
    expect((await (await openPasswordVerifier({ turns: none })).verify('p', hash)).isErr()).toBe(true)
  })

  it('give a hash that somebody waits for before those of an import', async () => {
    const hasher = await openArgon2Hasher({ memory: 64, turns: openTurns({ atOnce: 1 }) })
    const password = parsePlainPassword('p')._unsafeUnwrap()
    const order: string[] = []
    const hash = (whatFor?: 'sign-in' | 'import') =>
      hasher.hash(password, whatFor).map(() => order.push(whatFor ?? 'nothing said'))
    await Promise.all([hash('import'), hash('import'), hash(), hash('sign-in')])
    // The first had its turn already.
    expect(order).toStrictEqual(['import', 'sign-in', 'import', 'nothing said'])
  })

  it('leave the event loop free while passwords are hashed', async () => {
    const hasher = await openArgon2Hasher()
    const password = parsePlainPassword('p')._unsafeUnwrap()
    const hashing = { over: false }
    const hashAll = async (): Promise<void> => {
      await Promise.all(Array.from({ length: 6 }, () => hasher.hash(password)))
      hashing.over = true
    }
    const hashed = hashAll()
    let ticks = 0
    while (!hashing.over) {
      await tick()
      ticks += 1
    }
    await hashed
    // On the event loop itself there would be about one tick between two hashes.
    expect(ticks).toBeGreaterThan(100)
  })
})
