import { parseUsername } from '@keepsake/domain/rules'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  errorOf,
  openSubject,
  storages,
  valueOf,
  type OpenedStorage,
  type Subject,
} from '../../../builders/keepsake.ts'
import { anEntry } from '../../../builders/users.ts'
import { firstPassword as password } from '../../../builders/passwords.ts'

const openOn = (on: OpenedStorage, ignoreCase: boolean): Promise<Subject> =>
  openSubject(async () => on, { on, settings: { usernames: { ignoreCase } } })

const create = async ({ keepsake }: Subject, rows: readonly object[]): Promise<readonly string[]> => {
  const { created } = await valueOf(
    keepsake.users.create({ list: rows.map((row) => ({ password, ...row })) }),
  )
  return created.map(({ account }) => account.user.id)
}

/** Switches, while time passes as fast as it can: a switch waits for two seconds. */
const switchIn = (subject: Subject) => untilEnded(valueOf(subject.keepsake.usernames.switch()))

/** Lets time pass until something has ended. */
const untilEnded = async <T>(work: Promise<T>): Promise<T> => {
  const state = { isOver: false }
  const end = (): void => void (state.isOver = true)
  work.then(end, end)
  while (!state.isOver) await vi.advanceTimersByTimeAsync(20)
  return work
}

const whyNot = async ({ keepsake }: Subject): Promise<string> => {
  const failure = await errorOf(keepsake.signIn({ login: 'bob', password }))
  return failure.kind === 'unavailable' && failure.cause instanceof Error
    ? failure.cause.message
    : failure.kind
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterEach(() => void vi.useRealTimers())

describe.each(storages)('on $name, a pool that has users', ({ open }) => {
  test.each([true, false])('is not used under another setting, from case ignored: %s', async (before) => {
    const on = await open()
    await create(await openOn(on, before), [{ username: 'Bob' }])
    const other = await openOn(on, !before)
    for (const ask of [
      () => other.keepsake.signIn({ login: 'bob', password }),
      () => other.keepsake.users.find({ username: 'bob' }),
      () => other.keepsake.users.create({ list: [{ username: 'bob', password }] }),
      () => other.keepsake.users.list({}),
    ])
      expect(await errorOf<unknown, { readonly kind: string }>(ask())).toMatchObject({
        kind: 'unavailable',
        part: 'storage',
      })
    expect(await whyNot(other)).toMatch(/usernames\.ignoreCase.*keepsake usernames switch/u)
    expect(await valueOf((await openOn(on, before)).keepsake.users.count({}))).toBe(1)
  })

  test('is told who would collide, whatever by', async () => {
    const on = await open()
    const subject = await openOn(on, false)
    const ids = await create(subject, [
      { username: 'Bob' },
      { username: 'bob' },
      { username: 'BOB' },
      { username: 'Straße' },
      { username: 'STRASSE' },
      { username: 'Eve' },
      { username: 'zoe' },
      { username: 'Own@Example.com', email: 'own@example.com' },
      { email: 'only@example.com' },
    ])
    const named = (index: number, username: string) => ({ userId: ids[index], username })
    for (const each of [subject, await openOn(on, true)]) {
      const report = await valueOf(each.keepsake.usernames.check())
      expect(report.users).toBe(9)
      expect(report.collisions).toHaveLength(2)
      expect(report.collisions).toContainEqual(
        expect.arrayContaining([named(0, 'Bob'), named(1, 'bob'), named(2, 'BOB')]),
      )
      expect(report.collisions).toContainEqual(
        expect.arrayContaining([named(3, 'Straße'), named(4, 'STRASSE')]),
      )
    }
  })

  test('is not switched while users collide, and nothing of it is changed', async () => {
    const on = await open()
    const exact = await openOn(on, false)
    const [, bob = ''] = await create(exact, [{ username: 'Bob' }, { username: 'bob' }])
    const ignoring = await openOn(on, true)
    expect(await switchIn(ignoring)).toMatchObject({
      verdict: 'collisions',
      users: 2,
    })
    expect((await valueOf(exact.keepsake.users.find({ username: 'bob' })))?.user.id).toBe(bob)
    await valueOf(exact.keepsake.users.update({ userId: bob, changes: { username: 'robert' } }))
    expect(await switchIn(ignoring)).toEqual({ verdict: 'switched', changed: 1 })
  })

  test('is switched, and back again', async () => {
    const on = await open()
    const rows = [{ username: 'Bob' }, { username: 'eve' }, { username: 'ZOË', email: 'zoe@example.com' }]
    const exact = await openOn(on, false)
    const [bob] = await create(exact, rows)
    const ignoring = await openOn(on, true)
    expect(await switchIn(ignoring)).toEqual({ verdict: 'switched', changed: 2 })
    expect(await switchIn(ignoring)).toEqual({ verdict: 'switched', changed: 0 })
    for (const login of ['bob', 'BOB', 'Bob', 'EVE', 'zoë', 'ZOE@example.com'])
      expect((await valueOf(ignoring.keepsake.signIn({ login, password }))).verdict).toBe('signed_in')
    expect(await whyNot(exact)).toContain('ignore-case')

    const again = await openOn(on, false)
    expect(await switchIn(again)).toEqual({ verdict: 'switched', changed: 2 })
    expect((await valueOf(again.keepsake.users.find({ username: 'Bob' })))?.user.id).toBe(bob)
    expect((await valueOf(again.keepsake.users.find({ username: 'bob' })))?.user).toBeUndefined()
    await create(again, [{ username: 'bob' }])
  })

  test('is no more used by a process that runs while it is switched', async () => {
    const on = await open()
    const running = await openOn(on, false)
    await create(running, [{ username: 'Bob' }])
    const switching = valueOf((await openOn(on, true)).keepsake.usernames.switch())
    for (let made = 0; ; made += 1) {
      const result = await running.keepsake.users.create({ list: [{ username: `Name-${made}` }] })
      if (result.isErr()) {
        expect(result.error.kind).toBe('unavailable')
        break
      }
      await vi.advanceTimersByTimeAsync(20)
    }
    await untilEnded(switching)
    const after = await openOn(on, true)
    const { accounts } = await valueOf(after.keepsake.users.list({ limit: 1000 }))
    for (const { user } of accounts) {
      const login = user.username?.text.toLowerCase() ?? ''
      expect((await valueOf(after.keepsake.users.find({ login })))?.user.id).toBe(user.id)
    }
  })

  test('is used as before where users have come to collide meanwhile', async () => {
    const on = await open()
    const exact = await openOn(on, false)
    await create(exact, [{ username: 'Bob' }])
    const switching = valueOf((await openOn(on, true)).keepsake.usernames.switch())
    // A process that has looked within the last second still writes.
    while ((await valueOf(exact.rest.traits.claim('username-keys', 'exact'))) === 'exact') await pause(10)
    await valueOf(exact.rest.users.insertAll([anEntry({ username: parseUsername('bob')._unsafeUnwrap() })]))
    expect(await untilEnded(switching)).toMatchObject({ verdict: 'collisions', users: 2 })
    expect((await valueOf(exact.keepsake.users.find({ username: 'Bob' })))?.user.username?.text).toBe('Bob')
  })

  test('is switched in the end though it was stopped in between', async () => {
    const on = await open()
    await create(await openOn(on, false), [{ username: 'Bob' }, { username: 'Eve' }])
    const ignoring = await openOn(on, true)
    await valueOf(ignoring.rest.traits.replace('username-keys', 'exact', 'becoming ignore-case'))
    for (const each of [ignoring, await openOn(on, false)]) expect(await whyNot(each)).toContain('becoming')
    expect(await switchIn(ignoring)).toEqual({ verdict: 'switched', changed: 2 })
    expect((await valueOf(ignoring.keepsake.signIn({ login: 'bob', password }))).verdict).toBe('signed_in')
  })
})
