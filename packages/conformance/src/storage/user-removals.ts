import assert from 'node:assert/strict'
import { userId, type PoolStorage, type UserEntry } from '@keepsake/domain'
import { errAsync } from 'neverthrow'
import { errorOf, isUnavailable, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { listEntries } from './one-of-each.ts'
import {
  aCredential,
  aFullUser,
  anEntry,
  anEvent,
  aNotice,
  aSecondFactor,
  entryOf,
  madeAt,
} from './records.ts'

/** Adds a user with one of everything that can belong to it. Of two notices, one is sent. */
const bringIn = async (pool: PoolStorage, entry: UserEntry): Promise<void> => {
  const { id } = entry.user
  const notices = [aNotice(id), aNotice(id)]
  await valueOf(pool.users.insertAll([entry]))
  await valueOf(pool.credentials.insertAll([aCredential(id)]))
  await valueOf(pool.secondFactors.writeAll([{ from: [], to: aSecondFactor(id) }]))
  await valueOf(pool.knownNetworks.remember(id, 'network', madeAt, madeAt + 1))
  await valueOf(pool.outbox.addAll(notices))
  for (const notice of notices.slice(1)) await valueOf(pool.outbox.markSent(notice.id, madeAt))
}

/** How much of the user is there: a list of what each store finds. */
const traces = async (
  pool: PoolStorage,
  { user, keys, searchTerms }: UserEntry,
): Promise<readonly unknown[]> =>
  [
    await valueOf(pool.users.findByIds([user.id])),
    await valueOf(pool.users.findHeld(keys)),
    await valueOf(
      pool.users.list({ filter: { termPrefix: searchTerms[0] }, order: 'oldest-first', limit: 9 }),
    ),
    await valueOf(pool.credentials.findByUserIds([user.id])),
    await valueOf(pool.secondFactors.findByUserIds([user.id])),
    (await valueOf(pool.knownNetworks.isKnown(user.id, 'network', madeAt))) ? ['network'] : [],
    (await listEntries(pool.outbox, 'waiting')).filter(({ item }) => item.userId === user.id),
    (await listEntries(pool.outbox, 'sent')).filter(({ item }) => item.userId === user.id),
  ].map((found) => found.length > 0)

export const userRemovalCases: readonly StorageCase[] = [
  withPool('user removals: a user goes with all that hangs on it, and nobody else does', async (pool) => {
    const [gone, stays] = [entryOf(aFullUser()), anEntry()]
    await bringIn(pool, gone)
    await bringIn(pool, stays)
    assert.deepEqual(await valueOf(pool.users.removeAll([gone.user.id])), [gone.user.id])
    assert.deepEqual(await traces(pool, gone), Array(8).fill(false))
    assert.deepEqual(await traces(pool, stays), Array(8).fill(true))
    assert.equal(await valueOf(pool.users.count({})), 1)
  }),

  withPool(
    'user removals: who comes with the keys of one who is gone has nothing else of theirs',
    async (pool) => {
      const gone = entryOf(aFullUser())
      await bringIn(pool, gone)
      await valueOf(pool.users.removeAll([gone.user.id]))
      await valueOf(pool.users.insertAll([gone]))
      assert.deepEqual(await traces(pool, gone), [true, true, true, ...Array(5).fill(false)])
    },
  ),

  withPool('user removals: the events that tell of a user who is gone stay', async (pool) => {
    const entry = anEntry()
    const [sent, waiting] = [anEvent(entry.user.id), anEvent(entry.user.id)]
    await valueOf(pool.users.insertAll([entry]))
    await valueOf(pool.events.addAll([sent, waiting]))
    await valueOf(pool.events.markSent(sent.id, madeAt))
    await valueOf(pool.users.removeAll([entry.user.id]))
    const summary = await valueOf(pool.events.summary())
    assert.deepEqual([summary.waiting, summary.sent, summary.dead], [1, 1, 0])
  }),

  withPool('user removals: those are answered that there were, each once', async (pool) => {
    const entries = Array.from({ length: 50 }, () => anEntry())
    const ids = entries.map(({ user }) => user.id)
    await valueOf(pool.users.insertAll(entries))
    assert.deepEqual(await valueOf(pool.users.removeAll([])), [])
    sameRecords(await valueOf(pool.users.removeAll([userId('nobody'), ...ids, ...ids])), ids, String)
    assert.deepEqual(await valueOf(pool.users.removeAll(ids)), [])
  }),

  withPool(
    'user removals: of 16 calls at one moment, one is told that it has removed the user',
    async (pool) => {
      for (let round = 0; round < 5; round += 1) {
        const entry = anEntry()
        await bringIn(pool, entry)
        const removed = await Promise.all(
          Array.from({ length: 16 }, () => valueOf(pool.users.removeAll([entry.user.id]))),
        )
        assert.deepEqual(removed.flat(), [entry.user.id])
        assert.deepEqual(await traces(pool, entry), Array(8).fill(false))
      }
    },
  ),

  withPool('user removals: a change at the same moment comes before, or is overtaken', async (pool) => {
    for (let round = 0; round < 10; round += 1) {
      const entry = anEntry()
      await valueOf(pool.users.insertAll([entry]))
      const { id, version } = entry.user
      const to = { ...entry, user: { ...entry.user, version: version + 1 } }
      const [updated] = await Promise.all([
        pool.users.updateAll([{ from: version, to }]),
        valueOf(pool.users.removeAll([id])),
      ])
      if (updated.isErr()) assert.equal(updated.error.kind, 'users-overtaken')
      assert.deepEqual(await valueOf(pool.users.findByIds([id])), [])
      assert.deepEqual(await valueOf(pool.users.findHeld(entry.keys)), [])
    }
  }),

  withPool('user removals: nothing can be hung on one who is gone', async (pool) => {
    const { user, ...entry } = anEntry()
    await valueOf(pool.users.insertAll([{ user, ...entry }]))
    await valueOf(pool.users.removeAll([user.id]))
    await isUnavailable(pool.credentials.insertAll([aCredential(user.id)]))
    await isUnavailable(pool.credentials.replace(undefined, aCredential(user.id)))
    const { kind } = await errorOf(pool.secondFactors.writeAll([{ from: [], to: aSecondFactor(user.id) }]))
    assert.equal(kind, 'second-factors-overtaken')
  }),

  withPool('user removals: what a transaction that fails has removed is there again', async (pool) => {
    const entry = entryOf(aFullUser())
    const undone = { kind: 'undone' } as const
    await bringIn(pool, entry)
    const error = await errorOf(
      pool.atomically(({ users }) => users.removeAll([entry.user.id]).andThen(() => errAsync(undone))),
    )
    assert.equal(error, undone)
    assert.deepEqual(await traces(pool, entry), Array(8).fill(true))
  }),
]
