import assert from 'node:assert/strict'
import {
  userId,
  userStatuses,
  type PoolStorage,
  type User,
  type UserEntry,
  type UserFilter,
  type UserOrder,
  type UserPlace,
} from '@keepsake/domain'
import { alikeTexts } from './alike-texts.ts'
import { valueOf, withPool, type StorageCase } from './case.ts'
import { aFullUser, anEntry, entryOf, madeAt } from './records.ts'

const orders: readonly UserOrder[] = ['oldest-first', 'newest-first']

const idsOf = (users: readonly UserPlace[]): readonly string[] => users.map(({ id }) => id)

const list = async (pool: PoolStorage, filter: UserFilter, order: UserOrder = 'oldest-first') =>
  idsOf(await valueOf(pool.users.list({ filter, order, limit: 1000 })))

/** Reads all pages of a list. `between` runs after each page. */
const walk = async (
  pool: PoolStorage,
  order: UserOrder,
  limit: number,
  between: (page: readonly UserPlace[]) => Promise<void> = async () => undefined,
): Promise<readonly string[]> => {
  const found: UserPlace[] = []
  let after: UserPlace | undefined
  for (;;) {
    const page = await valueOf(pool.users.list({ filter: {}, order, limit, ...(after && { after }) }))
    found.push(...page)
    await between(page)
    after = page.at(-1)
    if (after === undefined) return idsOf(found)
    assert.ok(found.length < 1000, 'a walk through some twenty users comes to an end')
  }
}

/** Users of which several are made at the same time. Their ids do not show the time. */
const crowd = (size: number): readonly UserEntry[] =>
  Array.from({ length: size }, (_, index) =>
    anEntry({ id: userId(`id-${(index * 7) % size}-${size}`), createdAt: madeAt + (index % 5) }),
  )

const inOrder = (entries: readonly UserEntry[], order: UserOrder): readonly string[] => {
  const oldest = entries
    .map(({ user }) => user)
    .toSorted((one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1))
  return idsOf(order === 'oldest-first' ? oldest : oldest.toReversed())
}

/** Checks that the filter matches these users and no others. */
const letsThrough = async (
  pool: PoolStorage,
  filter: UserFilter,
  expected: readonly User[],
): Promise<void> => {
  const ids = idsOf(expected).toSorted()
  assert.deepEqual((await list(pool, filter)).toSorted(), ids, JSON.stringify(filter))
  assert.equal(await valueOf(pool.users.count(filter)), ids.length)
}

export const userListCases: readonly StorageCase[] = [
  withPool('user lists: nobody is listed in an empty pool', async (pool) => {
    assert.deepEqual(await list(pool, {}), [])
    assert.equal(await valueOf(pool.users.count({})), 0)
  }),

  withPool('user lists: users come whole, in either order, by creation and then by id', async (pool) => {
    const entries = crowd(23)
    await valueOf(pool.users.insertAll([...entries]))
    for (const order of orders) assert.deepEqual(await list(pool, {}, order), inOrder(entries, order))
    const full = aFullUser({ createdAt: 0 })
    await valueOf(pool.users.insertAll([entryOf(full)]))
    assert.deepEqual(await valueOf(pool.users.list({ filter: {}, order: 'oldest-first', limit: 1 })), [full])
  }),

  withPool('user lists: pages of any size make up the whole list', async (pool) => {
    const entries = crowd(23)
    await valueOf(pool.users.insertAll([...entries]))
    for (const order of orders)
      for (const limit of [1, 4, 23, 24])
        assert.deepEqual(await walk(pool, order, limit), inOrder(entries, order))
    for (const limit of [0, -1])
      assert.deepEqual(await valueOf(pool.users.list({ filter: {}, order: 'oldest-first', limit })), [])
  }),

  withPool('user lists: some are passed over, after a place as well', async (pool) => {
    const entries = crowd(23)
    await valueOf(pool.users.insertAll([...entries]))
    const all = inOrder(entries, 'newest-first')
    const page = (skip: number, after?: UserPlace) =>
      valueOf(pool.users.list({ filter: {}, order: 'newest-first', skip, limit: 5, ...(after && { after }) }))
    assert.deepEqual(idsOf(await page(20)), all.slice(20))
    assert.deepEqual(idsOf(await page(99)), [])
    const [first] = await page(0)
    assert.deepEqual(idsOf(await page(3, first)), all.slice(4, 9))
  }),

  withPool('user lists: a walk misses nobody who stays, whatever comes and goes meanwhile', async (pool) => {
    for (const order of orders) {
      const entries = crowd(20).map(({ user, ...entry }) => ({
        ...entry,
        user: { ...user, id: userId(`${order} ${user.id}`) },
      }))
      await valueOf(pool.users.insertAll(entries))
      const seen = await walk(pool, order, 3, async (page) => {
        // The user that was listed last is removed, so that the next page begins at the place of no user.
        await valueOf(pool.users.removeAll(page.slice(-1).map(({ id }) => id)))
        // More users are added before that place than are removed, so that a caller that counts users arrives at
        // another place.
        const createdAt = order === 'oldest-first' ? madeAt - 1 : madeAt + 99
        await valueOf(pool.users.insertAll([anEntry({ createdAt }), anEntry({ createdAt })]))
      })
      assert.equal(new Set(seen).size, seen.length)
      for (const { user } of entries) assert.ok(seen.includes(user.id))
      await valueOf(pool.users.removeAll((await list(pool, {})).map(userId)))
    }
  }),

  withPool('user lists: a filter lets through those to whom all of it applies', async (pool) => {
    const users = userStatuses.map((status, index) =>
      aFullUser({
        status,
        createdAt: madeAt + index,
        updatedAt: madeAt + 10 * index,
        phone: undefined,
        departmentIds: [`dept-${index}`, 'dept-of-all'],
        tenantIds: index < 2 ? ['tenant-1', 'tenant-2'] : [],
      }),
    )
    await valueOf(pool.users.insertAll(users.map(entryOf)))
    await letsThrough(pool, {}, users)
    await letsThrough(pool, { statuses: ['Archived', 'Activated'] }, [users[0], users[4]] as User[])
    await letsThrough(pool, { statuses: [] }, [])
    await letsThrough(pool, { createdFrom: madeAt + 1, createdBefore: madeAt + 3 }, users.slice(1, 3))
    await letsThrough(pool, { updatedFrom: madeAt + 10, updatedBefore: madeAt + 30 }, users.slice(1, 3))
    await letsThrough(pool, { departmentId: 'dept-3' }, users.slice(3, 4))
    await letsThrough(pool, { departmentId: 'dept-of-all' }, users)
    for (const departmentId of ['dept', 'Dept-3', 'tenant-1', ''])
      await letsThrough(pool, { departmentId }, [])
    await letsThrough(pool, { tenantId: 'tenant-1' }, users.slice(0, 2))
    await letsThrough(pool, { tenantId: 'tenant-2', updatedFrom: madeAt + 1 }, users.slice(1, 2))
    await letsThrough(pool, { tenantId: 'tenant-2', statuses: ['Archived'] }, [])
  }),

  withPool('user lists: what a user is found by follows the changes of the record', async (pool) => {
    const user = aFullUser({ departmentIds: ['old'], tenantIds: ['old'], status: 'Activated' })
    await valueOf(pool.users.insertAll([{ user, keys: [], searchTerms: ['old', 'kept'] }]))
    const to = {
      ...user,
      version: 6,
      departmentIds: ['new'],
      tenantIds: ['new'],
      status: 'Resigned',
    } as const
    const searchTerms = ['new', 'kept']
    await valueOf(pool.users.updateAll([{ from: 5, to: { user: to, keys: [], searchTerms } }]))
    for (const filter of ['departmentId', 'tenantId', 'termPrefix'] as const) {
      await letsThrough(pool, { [filter]: 'old' }, [])
      await letsThrough(pool, { [filter]: 'new' }, [to])
    }
    await letsThrough(pool, { termPrefix: 'kept' }, [to])
    await letsThrough(pool, { statuses: ['Activated'] }, [])
  }),

  withPool(
    'user lists: a search finds who has a term that begins so, byte by byte, and once',
    async (pool) => {
      const texts = ['', '\u0001', '\u007f', '\uffff', '\u{10ffff}', '%', '_', 'a', 'b', '😀'].map(
        (end) => `a${end}`,
      )
      const entries = texts.map((text) => ({ ...anEntry(), keys: [], searchTerms: [text, `${text}${text}`] }))
      await valueOf(pool.users.insertAll(entries))
      for (const prefix of [...texts, 'a\u{10fffe}', 'aaaa', 'ab', 'b', 'A']) {
        const expected = entries.filter(({ searchTerms }) =>
          searchTerms.some((term) => term.startsWith(prefix)),
        )
        await letsThrough(
          pool,
          { termPrefix: prefix },
          expected.map(({ user }) => user),
        )
      }
    },
  ),

  withPool('user lists: terms and ids that look alike are not taken for one another', async (pool) => {
    const texts = alikeTexts
      .map((text) => text.slice(0, 256))
      .filter((text, index, all) => all.indexOf(text) === index)
    const entries = texts.map((text) => ({
      ...anEntry({ departmentIds: [`${text}!`], tenantIds: [`${text}!`] }),
      searchTerms: [`${text}!`],
    }))
    await valueOf(pool.users.insertAll(entries))
    for (const [index, text] of texts.entries())
      for (const filter of ['departmentId', 'tenantId', 'termPrefix'] as const)
        assert.deepEqual(await list(pool, { [filter]: `${text}!` }), [entries[index]?.user.id])
  }),
]
