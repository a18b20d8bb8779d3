import type { NewUser, Storage } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  inShort,
  issuesOf,
  openSubject,
  storages,
  valueOf,
  type OpenSubject,
} from '../../../builders/keepsake.ts'

/** `htpasswd -nbBC 10 u "correct horse"` */
const bcrypt = '$2y$10$CUN9zyid7Q1axhchw36u5.nyHt88mhsd3mBlgvOCXJvaWrCxjAvmS'

/** A keepsake, and how many keys each look at taken keys has asked for. */
const openWatched = async (open: OpenSubject) => {
  const looks: number[] = []
  const watched = (storage: Storage): Storage => ({
    ...storage,
    inPool: (pool) => {
      const inside = storage.inPool(pool)
      return {
        ...inside,
        users: {
          ...inside.users,
          findHeld: (keys) => {
            looks.push(keys.length)
            return inside.users.findHeld(keys)
          },
        },
      }
    },
  })
  const { keepsake } = await openSubject(open, {
    ports: ({ storage }) => ({ storage: watched(storage) }),
  })
  const create = (list: readonly NewUser[], mode: 'all' | 'each' = 'all') =>
    keepsake.users.create({ list, mode, options: { keepPassword: true } })
  return { keepsake, create, looks }
}

const named = (...names: readonly string[]): readonly NewUser[] =>
  names.map((username) => ({ username, password: bcrypt }))

describe.each(storages)('on $name, taken keys', ({ open }) => {
  test('are not looked up if every row is good', async () => {
    const { create, looks } = await openWatched(open)
    await valueOf(create(named('a', 'b')))
    await valueOf(create(named('c'), 'each'))
    expect(looks).toEqual([])
  })

  test('are looked up before passwords are hashed', async () => {
    const { keepsake, looks } = await openWatched(open)
    await valueOf(keepsake.users.create({ list: [{ username: 'a', password: 'correct horse' }] }))
    expect(looks).toEqual([1])
  })

  test('are all named, although the index names a row at a time, or another row is malformed', async () => {
    const { create } = await openWatched(open)
    await valueOf(create(named('a', 'b', 'c')))
    const taken = ['list.0.username user.username_taken', 'list.2.username user.username_taken']
    expect(await issuesOf(create(named('a', 'new', 'b')))).toEqual(taken)
    const { create: again } = await openWatched(open)
    await valueOf(again(named('a', 'b', 'c')))
    const malformed = { username: 'c', email: 'none' }
    expect(await issuesOf(again([...named('a', 'new', 'b'), malformed]))).toEqual([
      ...taken,
      'list.3.email user.email_malformed',
      'list.3.username user.username_taken',
    ])
  })

  test('in mode each are looked up for the refused rows alone, if no two rows have the same', async () => {
    const { create, looks } = await openWatched(open)
    await valueOf(create(named('a')))
    const { created, refused } = await valueOf(
      create([...named('b', 'c'), { username: 'a', email: 'none' }], 'each'),
    )
    expect(created.map(({ row }) => row)).toEqual([0, 1])
    expect(refused.flatMap(({ issues }) => inShort(issues))).toEqual([
      'list.2.email user.email_malformed',
      'list.2.username user.username_taken',
    ])
    expect(looks).toEqual([1])
  })

  test('in mode each decide which of two rows with one key is accepted', async () => {
    const { create } = await openWatched(open)
    await valueOf(create(named('a')))
    const list = [
      { username: 'a', email: 'x@example.com' },
      { username: 'b', email: 'x@example.com' },
    ]
    const { created, refused } = await valueOf(create(list, 'each'))
    expect(created.map(({ row }) => row)).toEqual([1])
    expect(refused.flatMap(({ issues }) => inShort(issues))).toEqual(['list.0.username user.username_taken'])
  })

  test('are looked up first after a batch that had some, until a batch has none', async () => {
    const { create, looks } = await openWatched(open)
    await valueOf(create(named('a', 'b')))
    const file = named('a', 'b', 'c')
    expect((await valueOf(create(file, 'each'))).created.map(({ row }) => row)).toEqual([2])
    expect(looks).toEqual([3])
    expect((await valueOf(create(file, 'each'))).created).toEqual([])
    expect(looks).toEqual([3, 3])
    await valueOf(create(named('d'), 'each'))
    await valueOf(create(named('e'), 'each'))
    expect(looks).toEqual([3, 3, 1])
  })
})
