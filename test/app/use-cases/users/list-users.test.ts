import type { ListUsers } from '@keepsake/app'
import { userPoolId, type User } from '@keepsake/domain'
import { describe, expect, test } from 'vitest'
import {
  errorOf,
  issuesOf,
  openSubject,
  startedAt,
  storages,
  valueOf,
  type OpenSubject,
  type Subject,
} from '../../../builders/keepsake.ts'

/** Seven users, each made a second after the one before it; the last two at one moment. */
const openWithUsers = async (open: OpenSubject, at: Subject['clock']['now'] = () => startedAt) => {
  const subject = await openSubject(open)
  const rows = [
    [{ username: 'zoe', name: 'Zoë van der Berg', departmentIds: ['d1'] }],
    [{ username: 'bob', email: 'Bob.Berg@example.com', password: 'first of all, and long' }],
    [{ username: 'eve', status: 'Suspended', tenantIds: ['t1'] }],
    [{ phone: '18812345678', departmentIds: ['d1', 'd2'] }],
    [{ username: 'adam', externalId: 'HR-7', nickname: 'Bergie' }],
    [{ username: 'last-a' }, { username: 'last-b' }],
  ]
  for (const [index, list] of rows.entries()) {
    subject.clock.set(at() + index * 1000)
    await valueOf(subject.keepsake.users.create({ list }))
  }
  return subject
}

const nameOf = ({ username, phone }: User): string => username?.text ?? phone?.national ?? ''

const names = async ({ keepsake }: Subject, query: ListUsers): Promise<readonly string[]> =>
  (await valueOf(keepsake.users.list(query))).accounts.map(({ user }) => nameOf(user))

const everybody = ['zoe', 'bob', 'eve', '18812345678', 'adam', 'last-a', 'last-b']

describe.each(storages)('on $name, a list of users', ({ open }) => {
  test('has everybody, the newest first, as they are got one by one', async () => {
    const subject = await openWithUsers(open)
    const { accounts, next } = await valueOf(subject.keepsake.users.list({}))
    expect(accounts.map(({ user }) => nameOf(user))).toEqual(everybody.toReversed())
    expect(next).toBeUndefined()
    for (const account of accounts)
      expect(account).toEqual(await valueOf(subject.keepsake.users.get({ userId: account.user.id })))
    expect(accounts.map(({ password }) => password !== undefined)).toContain(true)
    expect(await names(subject, { order: 'oldest-first' })).toEqual(everybody)
  })

  test('is walked by cursors, page by page', async () => {
    const { keepsake } = await openWithUsers(open)
    for (const order of ['oldest-first', 'newest-first'] as const)
      for (const limit of [1, 2, 3, 7]) {
        const found: string[] = []
        let cursor: string | undefined
        do {
          const page = await valueOf(keepsake.users.list({ order, limit, ...(cursor && { cursor }) }))
          expect(page.accounts.length).toBeLessThanOrEqual(limit)
          found.push(...page.accounts.map(({ user }) => nameOf(user)))
          cursor = page.next
        } while (cursor !== undefined)
        expect(found).toEqual(order === 'oldest-first' ? everybody : everybody.toReversed())
      }
  })

  test.each<[ListUsers, readonly string[]]>([
    [{ statuses: ['Suspended'] }, ['eve']],
    [{ statuses: ['Suspended', 'Archived'] }, ['eve']],
    [{ departmentId: 'd1' }, ['zoe', '18812345678']],
    [{ tenantId: 't1' }, ['eve']],
    [{ createdFrom: startedAt + 1000, createdBefore: startedAt + 3000 }, ['bob', 'eve']],
    [{ updatedFrom: startedAt + 5000 }, ['last-a', 'last-b']],
    [{ updatedBefore: startedAt + 1 }, ['zoe']],
    [{ search: 'berg' }, ['zoe', 'adam']],
    [{ search: 'BOB.b' }, ['bob']],
    [{ search: '+86 188' }, ['18812345678']],
    [{ search: '188 1234' }, ['18812345678']],
    [{ search: 'hr-7' }, ['adam']],
    [{ search: 'zoe v' }, ['zoe']],
    [{ search: 'nobody' }, []],
    [{ search: '%' }, []],
    [{ search: ' ', departmentId: 'd2' }, ['18812345678']],
    [{ search: 'last', statuses: ['Suspended'] }, []],
  ])('has those alone to whom %j applies, and as many are counted', async (query, expected) => {
    const subject = await openWithUsers(open)
    expect(await names(subject, { ...query, order: 'oldest-first' })).toEqual(expected)
    expect(await valueOf(subject.keepsake.users.count(query))).toBe(expected.length)
  })

  test('counts pages for those who do', async () => {
    const subject = await openWithUsers(open)
    expect(await names(subject, { order: 'oldest-first', skip: 2, limit: 2 })).toEqual(everybody.slice(2, 4))
    expect(await names(subject, { skip: 7 })).toEqual([])
  })

  test.each([0, -1, 1001, 1.5, Number.NaN])('is not read %d at a time', async (limit) => {
    const { keepsake } = await openSubject(open)
    expect(await issuesOf(keepsake.users.list({ limit }))).toEqual(['limit user.limit_out_of_range'])
  })

  test('is not asked for what there is not', async () => {
    const { keepsake } = await openSubject(open)
    expect(await issuesOf(keepsake.users.list({ statuses: ['Gone'], skip: -1 }))).toEqual([
      'statuses.0 user.status_unknown',
      'skip user.limit_out_of_range',
    ])
    expect(await issuesOf(keepsake.users.count({ statuses: ['Gone'] }))).toEqual([
      'statuses.0 user.status_unknown',
    ])
  })
})

describe.each(storages)('on $name, a cursor', ({ open }) => {
  const query: ListUsers = { limit: 2, search: 'l', statuses: ['Activated'] }

  const openWithCursor = async () => {
    const subject = await openWithUsers(open)
    const list = [{ username: 'late-a' }, { username: 'late-b' }]
    await valueOf(subject.keepsake.users.create({ list }))
    const { next } = await valueOf(subject.keepsake.users.list(query))
    return { subject, cursor: next! }
  }

  test('goes on where its page ended, with a page of another size too', async () => {
    const { subject, cursor } = await openWithCursor()
    expect(await names(subject, { ...query, limit: 9, cursor })).toHaveLength(2)
    expect(await names(subject, { statuses: ['Activated'], search: 'L', limit: 9, cursor })).toHaveLength(2)
  })

  test('goes on where its page ended though who was last on it is gone', async () => {
    const { subject, cursor } = await openWithCursor()
    const rest = await names(subject, { ...query, cursor })
    const { accounts } = await valueOf(subject.keepsake.users.list(query))
    await valueOf(subject.keepsake.users.delete({ userIds: accounts.map(({ user }) => user.id) }))
    expect(await names(subject, { ...query, cursor })).toEqual(rest)
  })

  test('is good for no other list', async () => {
    const { subject, cursor } = await openWithCursor()
    for (const other of [
      { ...query, search: 'la' },
      { ...query, order: 'oldest-first' as const },
      { ...query, statuses: ['Activated', 'Suspended'] },
      { ...query, departmentId: 'd1' },
      { limit: 2 },
    ])
      expect(await issuesOf(subject.keepsake.users.list({ ...other, cursor }))).toEqual([
        'cursor user.cursor_invalid',
      ])
  })

  test('is good in no other pool, and under no other key', async () => {
    const { subject, cursor } = await openWithCursor()
    const elsewhere = await openSubject(open, {
      on: subject.opened,
      settings: { pool: userPoolId('pool-two') },
    })
    expect(await issuesOf(elsewhere.keepsake.users.list({ ...query, cursor }))).toEqual([
      'cursor user.cursor_invalid',
    ])
    const other = await openSubject(open, { on: subject.opened, sealingKey: Buffer.alloc(32, 'other') })
    expect(await errorOf(other.keepsake.users.list({ ...query, cursor }))).toMatchObject({
      part: 'secret-box',
    })
  })

  test('that was tampered with anywhere is refused, and nothing of it is read', async () => {
    const { subject, cursor } = await openWithCursor()
    const [place, tag] = cursor.split('.') as [string, string]
    const swap = (text: string, at: number): string =>
      text.slice(0, at) + (text[at] === 'A' ? 'B' : 'A') + text.slice(at + 1)
    const forged = [
      ...Array.from(cursor, (_, at) => swap(cursor, at)),
      '',
      '.',
      place,
      `${place}.`,
      `.${tag}`,
      `${place}.${tag}.`,
      `${place}.${tag}A`,
      `${place}.${tag.slice(0, -1)}`,
      `${Buffer.from('[0,""]').toString('base64url')}.${tag}`,
      '\ud800',
      'x'.repeat(10_000),
    ].filter((text) => text !== cursor)
    for (const text of forged) {
      const error = await errorOf(subject.keepsake.users.list({ ...query, cursor: text }))
      expect(error).toEqual({ kind: 'rejected', issues: [{ code: 'user.cursor_invalid', path: ['cursor'] }] })
    }
  })
})
