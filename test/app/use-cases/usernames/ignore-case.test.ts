import { describe, expect, test } from 'vitest'
import {
  inShort,
  issuesOf,
  openSubject,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'
import { firstPassword as password } from '../../../builders/passwords.ts'

const openIgnoring = (open: OpenSubject): Promise<Subject> =>
  openSubject(open, { settings: { usernames: { ignoreCase: true } } })

const create = async ({ keepsake }: Subject, ...usernames: readonly string[]): Promise<readonly string[]> => {
  const list = usernames.map((username) => ({ username, password }))
  return (await valueOf(keepsake.users.create({ list }))).created.map(({ account }) => account.user.id)
}

/** Usernames that are one where case does not count. */
const alike = [
  ['Bob', 'bOB'],
  ['Straße', 'STRASSE'],
  ['STRAẞE', 'strasse'],
  ['ＢＯＢ', 'bob'],
  ['ΟΔΟΣ', 'οδος'],
  ['ISPARTA', 'ısparta'],
  ['İSTANBUL', 'istanbul'],
  ['Zoe\u0308', 'ZOË'],
  ['ﬁn', 'FIN'],
] as const

const apart = [
  ['bob', 'böb'],
  ['bob', 'bob1'],
  ['Боб', 'bob'],
] as const

describe.each(storages)('on $name, where the case of usernames does not count', ({ open }) => {
  test.each(alike)('%s signs in, is found and stays unique as %s', async (one, other) => {
    const subject = await openIgnoring(open)
    const { keepsake } = subject
    const [id = ''] = await create(subject, one)
    for (const login of [one, other])
      expect(await valueOf(keepsake.signIn({ login, password }))).toMatchObject({ verdict: 'signed_in' })
    for (const by of [{ login: other }, { username: other }, { username: one }])
      expect((await valueOf(keepsake.users.find(by)))?.user).toMatchObject({
        id,
        username: { text: one.normalize('NFC') },
      })
    const again = { list: [{ username: other, password }] }
    expect(await issuesOf(keepsake.users.create(again))).toEqual(['list.0.username user.username_taken'])
  })

  test.each(apart)('%s and %s are two', async (one, other) => {
    const subject = await openIgnoring(open)
    const [first] = await create(subject, one, other)
    expect((await valueOf(subject.keepsake.users.find({ username: one })))?.user.id).toBe(first)
  })

  test('rows of one batch that differ in case alone are repeated', async () => {
    const { keepsake } = await openIgnoring(open)
    const list = ['Bob', 'eve', 'BOB'].map((username) => ({ username, password }))
    expect(await issuesOf(keepsake.users.create({ list }))).toEqual([
      'list.0.username user.username_repeated',
      'list.2.username user.username_repeated',
    ])
    const report = await valueOf(keepsake.users.create({ list, mode: 'each' }))
    expect(report.created).toHaveLength(2)
    expect(report.refused.flatMap(({ issues }) => inShort(issues))).toEqual([
      'list.2.username user.username_repeated',
    ])
  })

  test('an update may change the case of its own, and take nobody else’s', async () => {
    const subject = await openIgnoring(open)
    const [bob = '', eve = ''] = await create(subject, 'bob', 'eve')
    const { keepsake } = subject
    const renamed = await valueOf(keepsake.users.update({ userId: bob, changes: { username: 'BOB' } }))
    expect(renamed.user.username?.text).toBe('BOB')
    expect(await issuesOf(keepsake.users.update({ userId: eve, changes: { username: 'bOb' } }))).toEqual([
      'changes.username user.username_taken',
    ])
    const list = [
      { userId: bob, changes: { username: 'EVE' } },
      { userId: eve, changes: { username: 'Bob' } },
    ]
    await valueOf(keepsake.users.updateMany({ list }))
    expect((await valueOf(keepsake.users.find({ username: 'bob' })))?.user.id).toBe(eve)
  })

  test('of 16 who want a username in as many spellings at one moment, one has it', async () => {
    const { keepsake } = await openIgnoring(open)
    const spellings = Array.from({ length: 16 }, (_, index) =>
      [...'name'].map((each, place) => ((index >> place) & 1 ? each.toUpperCase() : each)).join(''),
    )
    const results = await Promise.all(
      spellings.map((username) => keepsake.users.create({ list: [{ username, password }] })),
    )
    expect(results.filter((result) => result.isOk())).toHaveLength(1)
  })

  test('it does where nobody has said so', async () => {
    const subject = await openSubject(open)
    await create(subject, 'Bob', 'bob')
    expect((await valueOf(subject.keepsake.users.find({ username: 'BOB' })))?.user).toBeUndefined()
  })

  test('a setting of another type is refused', () => {
    const settings = { usernames: { ignoreCase: 'yes' as never } }
    return expect(openSubject(open, { settings })).rejects.toThrow(/usernames/u)
  })
})
