import {
  userId,
  userPoolId,
  type DomainEvent,
  type Notice,
  type Outbox,
  type PoolStorage,
  type Storage,
  type Unavailable,
  type UserEntry,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { expect } from 'vitest'
import { aCredential, anEntry, anEvent, aNotice, aSecondFactor, madeAt, newId } from '../../builders/users.ts'
import { errorOf, valueOf } from '../../builders/keepsake.ts'
import type { Ask } from './ask-by-url.ts'
import type { DamageCase } from './damage-case.ts'
import { moveDamageCases } from './damaged-moves.ts'

/** What every case begins in: one pool of an empty database. */
export const poolOf = (storage: Storage): PoolStorage => storage.inPool(userPoolId('pool-one'))

/** What must be seen nowhere but in the table. */
const content = 'somebody@secret.example'

/** No document of anything: cut off, of another kind, of other fields. */
const noDocuments: readonly string[] = [
  '',
  `{"email":{"address":"${content}","canonical":`,
  content,
  'null',
  '7',
  `"${content}"`,
  '[]',
  '{}',
]

const set = (ask: Ask, table: string, column: string, value: string, where: string): Promise<unknown> =>
  ask(`UPDATE ${table} SET ${column} = '${value}' WHERE ${where}`)

const change = async (ask: Ask, id: string, edit: (document: Record<string, unknown>) => unknown) => {
  const [row] = await ask(`SELECT document FROM keepsake_users WHERE id = '${id}'`)
  const document = JSON.parse(String(row?.['document'])) as Record<string, unknown>
  await set(ask, 'keepsake_users', 'document', JSON.stringify(edit(document)), `id = '${id}'`)
}

/** Documents that parse, with one field of another type than a user's. */
const strangeFields: readonly object[] = [
  { customData: undefined },
  { customData: null },
  { customData: [] },
  { customData: 'text' },
  { customData: { a: null } },
  { profile: [] },
  { profile: { name: 7 } },
  { email: content },
  { email: { address: content } },
  { phone: { e164: 7 } },
  { tenantIds: content },
  { tenantIds: [7] },
  { departmentIds: {} },
  { identities: [null] },
  { identities: undefined },
  { emailVerified: 'yes' },
  { gender: 'X' },
]

const three = async (pool: PoolStorage): Promise<readonly UserEntry[]> => {
  const entries = [0, 1, 2].map((age) =>
    anEntry({
      createdAt: madeAt + age,
      tenantIds: [`tenant-${age}`],
      email: { address: content, canonical: `${newId()}@example.com` } as never,
    }),
  )
  await valueOf(pool.users.insertAll(entries))
  return entries
}

/** Of three users the one in the middle cannot be read: who asks for it is told so, and all others are as before. */
const expectDamaged = async (pool: PoolStorage, entries: readonly UserEntry[], what: string) => {
  const [first, middle, last] = entries.map(({ user }) => user)
  const damaged = { id: middle!.id, createdAt: middle!.createdAt, damaged: true }
  const list = (order: 'oldest-first' | 'newest-first') =>
    valueOf(pool.users.list({ filter: {}, order, limit: 9 }))
  expect(await list('oldest-first'), what).toEqual([first, damaged, last])
  expect(await list('newest-first'), what).toEqual([last, damaged, first])
  expect(await valueOf(pool.users.count({})), what).toBe(3)
  expect(await valueOf(pool.users.findByIds([first!.id, last!.id])), what).toHaveLength(2)

  const lost = { record: 'user', userId: middle!.id, tenantIds: ['tenant-1'] }
  const asks: readonly ResultAsync<unknown, Unavailable>[] = [
    pool.users.findByIds([first!.id, middle!.id, last!.id]),
    pool.users.findByKey(entries[1]!.keys[0]!),
    pool.atomically(({ users }) => users.findByIds([middle!.id])),
  ]
  for (const asked of asks) {
    const failure = await errorOf(asked)
    expect(failure, what).toMatchObject({ kind: 'unavailable', part: 'storage', damaged: [lost] })
    const cause = String(failure.cause)
    expect(cause).toContain(middle!.id)
    expect(`${cause} ${JSON.stringify(failure)}`).not.toContain(content)
  }
  // A user who cannot be read ends no transaction: what comes after is done.
  const others = pool.atomically(({ users }) =>
    users.findByIds([middle!.id]).orElse(() => users.findByIds([first!.id])),
  )
  expect(await valueOf(others), what).toEqual([first])
}

const userCases: readonly DamageCase[] = [
  {
    name: 'a user whose document is none is named at its place, and all others are read',
    run: async (pool, ask) => {
      const entries = await three(pool)
      const [, middle] = entries.map(({ user }) => user)
      for (const text of noDocuments) {
        await set(ask, 'keepsake_users', 'document', text, `id = '${middle!.id}'`)
        await expectDamaged(pool, entries, text)
      }
    },
  },
  {
    name: 'a user whose document has other fields than a user is named as well',
    run: async (pool, ask) => {
      const entries = await three(pool)
      const [, middle] = entries.map(({ user }) => user)
      const [row] = await ask(`SELECT document FROM keepsake_users WHERE id = '${middle!.id}'`)
      for (const fields of strangeFields) {
        await change(ask, middle!.id, (document) => ({ ...document, ...fields }))
        await expectDamaged(pool, entries, JSON.stringify(fields))
        const before = String(row?.['document'])
        await set(ask, 'keepsake_users', 'document', before, `id = '${middle!.id}'`)
      }
      await set(ask, 'keepsake_users', 'status', 'Odd', `id = '${middle!.id}'`)
      await expectDamaged(pool, entries, 'status')
    },
  },
  {
    name: 'a document says nothing about what stands in columns',
    run: async (pool, ask) => {
      const entries = await three(pool)
      const [first, middle] = entries.map(({ user }) => user)
      const claims = { id: first!.id, status: 'Archived', version: 99, signIns: 'many' }
      await change(ask, middle!.id, (document) => ({ ...document, ...claims }))
      expect(await valueOf(pool.users.findByIds([middle!.id]))).toMatchObject([
        { id: middle!.id, status: middle!.status, version: middle!.version, signIns: middle!.signIns },
      ])
    },
  },
  {
    name: 'a damaged user is removed with all keys, whatever is damaged of it',
    run: async (pool, ask) => {
      for (const column of ['document', 'findable'])
        for (const text of [...noDocuments, '[[["login"]],{}]', '[[],{"tenant":7}]']) {
          const entries = await three(pool)
          const middle = entries[1]!
          await set(ask, 'keepsake_users', column, text, `id = '${middle.user.id}'`)
          expect(await valueOf(pool.users.removeAll([middle.user.id]))).toEqual([middle.user.id])
          expect(await valueOf(pool.users.findHeld([...middle.keys]))).toEqual([])
          const terms = await ask(`SELECT * FROM keepsake_user_terms WHERE user_id = '${middle.user.id}'`)
          expect(terms).toEqual([])
          await valueOf(pool.users.insertAll([middle]))
          await valueOf(pool.users.removeAll(entries.map(({ user }) => user.id)))
        }
    },
  },
  {
    name: 'a user whose keys and terms are damaged is read, and mended by the next change',
    run: async (pool, ask) => {
      const [entry] = await three(pool)
      const { user, keys } = entry!
      await set(ask, 'keepsake_users', 'findable', '{', `id = '${user.id}'`)
      expect(await valueOf(pool.users.findByKey(keys[0]!))).toEqual(user)
      const to = anEntry({ ...user, version: user.version + 1, tenantIds: ['other'] })
      await valueOf(pool.users.updateAll([{ from: user.version, to }]))
      const ofTenant = (tenantId: string) =>
        valueOf(pool.users.list({ filter: { tenantId }, order: 'oldest-first', limit: 9 }))
      expect(await ofTenant('tenant-0')).toEqual([])
      expect(await ofTenant('other')).toHaveLength(1)
      expect(await valueOf(pool.users.removeAll([user.id]))).toEqual([user.id])
      expect(await valueOf(pool.users.findHeld([...to.keys]))).toEqual([])
    },
  },
]

const belongings: readonly DamageCase[] = [
  {
    name: 'a password whose former ones are damaged is named, and all others are read',
    run: async (pool, ask) => {
      const entries = await three(pool)
      const [first, middle] = entries.map(({ user }) => user.id)
      const credentials = [first!, middle!].map((id) => aCredential(id))
      await valueOf(pool.credentials.insertAll(credentials))
      for (const text of [...noDocuments.filter((each) => each !== '[]'), '[7]', '[{"format":"x"}]']) {
        await set(ask, 'keepsake_credentials', 'former', text, `user_id = '${middle!}'`)
        expect(await errorOf(pool.credentials.findByUserIds([first!, middle!]))).toMatchObject({
          damaged: [{ record: 'credential', userId: middle }],
        })
        expect(await valueOf(pool.credentials.findByUserIds([first!]))).toEqual([credentials[0]])
        const surveyed = await valueOf(pool.credentials.survey())
        expect(surveyed.reduce((sum, { users }) => sum + users, 0)).toBe(2)
      }
    },
  },
  {
    name: 'a hash that is damaged is no example of its kind, and the others are counted',
    run: async (pool, ask) => {
      const entries = await three(pool)
      const ids = entries.map(({ user }) => user.id).toSorted()
      const hash = (encoded: string, format = 'md5') => ({ hash: { format, cost: '', encoded } })
      const kinds = [hash('a'), hash('b'), hash('c', 'sha1')]
      await valueOf(pool.credentials.insertAll(ids.map((id, index) => aCredential(id, kinds[index]))))
      await set(ask, 'keepsake_credentials', 'hash_encoded', '', `user_id = '${ids[0]!}'`)
      await set(ask, 'keepsake_credentials', 'hash_encoded', '', `user_id = '${ids[2]!}'`)
      expect(await valueOf(pool.credentials.survey())).toEqual([{ users: 2, example: hash('b').hash }])
      await set(ask, 'keepsake_credentials', 'hash_format', '', `user_id = '${ids[2]!}'`)
      expect(await valueOf(pool.credentials.survey())).toEqual([{ users: 2, example: hash('b').hash }])
    },
  },
  {
    name: 'authenticators and recovery codes that are damaged are named at their place',
    run: async (pool, ask) => {
      const entries = await three(pool)
      const sets = entries.map(({ user }) => aSecondFactor(user.id))
      await valueOf(pool.secondFactors.writeAll(sets.map((to) => ({ from: [], to }))))
      const inOrder = sets.toSorted((one, other) => (one.userId < other.userId ? -1 : 1))
      const [first, middle, last] = inOrder
      for (const [table, column, value] of [
        ['keepsake_authenticators', 'algorithm', 'MD5'],
        ['keepsake_authenticators', 'digits', '7'],
        ['keepsake_authenticators', 'period', '0'],
        ['keepsake_authenticators', 'secret', ''],
        ['keepsake_authenticators', 'last_step', '-1'],
        ['keepsake_recovery_codes', 'hash', ''],
      ] as const) {
        const where = `user_id = '${middle!.userId}'`
        const [before] = await ask(`SELECT ${column} AS value FROM ${table} WHERE ${where} AND slot = 0`)
        await set(ask, table, column, value, `${where} AND slot = 0`)
        const listed = await valueOf(pool.secondFactors.list(undefined, 9))
        expect(listed, column).toEqual([first, { userId: middle!.userId, damaged: true }, last])
        expect(
          await errorOf(pool.secondFactors.findByUserIds([first!.userId, middle!.userId])),
        ).toMatchObject({
          damaged: [{ record: 'authenticators', userId: middle!.userId }],
        })
        expect(await valueOf(pool.secondFactors.findByUserIds([first!.userId]))).toEqual([first])
        await set(ask, table, column, String(before?.['value']), `${where} AND slot = 0`)
      }
      expect(await valueOf(pool.secondFactors.list(undefined, 9))).toEqual(inOrder)
    },
  },
]

type Told = {
  readonly table: string
  readonly outboxOf: (pool: PoolStorage) => Outbox<Notice> | Outbox<DomainEvent>
  readonly anItem: (user: string, createdAt: number) => Notice | DomainEvent
  readonly channel: string | undefined
}

const told: readonly Told[] = [
  {
    table: 'keepsake_outbox',
    outboxOf: ({ outbox }) => outbox,
    anItem: (user, createdAt) => aNotice(userId(user), { createdAt }),
    channel: 'email',
  },
  {
    table: 'keepsake_events',
    outboxOf: ({ events }) => events,
    anItem: (user, createdAt) => anEvent(userId(user), { createdAt }),
    channel: undefined,
  },
]

const checkOutbox = async (
  { table, outboxOf, anItem, channel }: Told,
  pool: PoolStorage,
  ask: Ask,
): Promise<void> => {
  const outbox = outboxOf(pool) as Outbox<Notice>
  for (const text of noDocuments) {
    const [user, other] = [newId(), newId()]
    const items = [anItem(user, madeAt), anItem(user, madeAt + 1), anItem(other, madeAt)] as Notice[]
    const [bad, later, good] = items
    await valueOf(outbox.addAll(items))
    await set(ask, table, 'document', text, `id = '${bad!.id}'`)
    const { id, userId: ofUser, createdAt, secret } = bad!
    const damaged = {
      id,
      userId: ofUser,
      createdAt,
      damaged: true,
      ...(channel === undefined ? {} : { channel }),
      ...(secret === undefined ? {} : { secret }),
    }
    const inOrder = (...records: readonly object[]) => expect.arrayContaining([...records])
    const listed = await valueOf(outbox.list({ state: 'waiting', limit: 9 }))
    expect(listed.map(({ item }) => item)).toEqual(inOrder(damaged, later!, good!))
    const sealed = await valueOf(outbox.listSealed(undefined, 9))
    if (secret !== undefined) expect(sealed).toEqual(inOrder(damaged, later!, good!))

    const claim = () => valueOf(outbox.claim({ channel, limit: 9, now: madeAt + 9, leaseUntil: madeAt + 99 }))
    const claimed = await claim()
    expect(claimed).toHaveLength(2)
    expect(claimed.map(({ item }) => item)).toEqual(inOrder(damaged, good!))
    await valueOf(outbox.bury(id, 1, madeAt + 10, { failure: 'record-damaged' }))
    expect((await claim()).map(({ item }) => item)).toEqual([later])
    const { failures } = await valueOf(outbox.summary())
    expect(failures).toMatchObject([{ failure: 'record-damaged', state: 'dead', count: 1 }])
    expect(await valueOf(outbox.list({ state: 'dead', limit: 9 }))).toMatchObject([{ item: damaged }])
    expect(await valueOf(outbox.drop(items.map((each) => each.id)))).toBe(3)
  }
}

const checkColumns = async (
  { table, outboxOf, anItem, channel }: Told,
  pool: PoolStorage,
  ask: Ask,
): Promise<void> => {
  const outbox = outboxOf(pool) as Outbox<Notice>
  for (const [column, value] of [
    ['secret', ''],
    ['attempts', '-1'],
    ['attempts', '-7'],
  ] as const) {
    const items = [anItem(newId(), madeAt), anItem(newId(), madeAt)] as Notice[]
    await valueOf(outbox.addAll(items))
    await set(ask, table, column, value, `id = '${items[0]!.id}'`)
    const ids = items.map(({ id }) => id).toSorted()
    const listed = await valueOf(outbox.list({ state: 'waiting', limit: 9 }))
    expect(listed.map(({ item }) => item.id).toSorted(), column).toEqual(ids)
    expect((await valueOf(outbox.summary())).waiting, column).toBe(2)
    const claimed = await valueOf(
      outbox.claim({ channel, limit: 9, now: madeAt + 9, leaseUntil: madeAt + 99 }),
    )
    expect(claimed.map(({ item }) => item.id).toSorted(), column).toEqual(ids)
    expect(claimed.filter(({ item }) => 'damaged' in item)).toHaveLength(column === 'secret' ? 1 : 0)
    // As the port promises: it is guarded, and one item that breaks its word would fail them all.
    expect(claimed.every(({ item, attempt }) => attempt > 0 && item.secret !== '')).toBe(true)
    expect(await valueOf(outbox.drop(ids))).toBe(2)
  }
}

const columnCases: readonly DamageCase[] = told.map((each) => ({
  name: `${each.table}: a damaged column keeps no other item from being told`,
  run: (pool, ask) => checkColumns(each, pool, ask),
}))

const outboxCases: readonly DamageCase[] = told.map((each) => ({
  name: `${each.table}: what cannot be read is claimed and listed by its name, and holds up nothing once it is dead`,
  run: (pool, ask) => checkOutbox(each, pool, ask),
}))

/** What a storage of SQL does with rows that were damaged behind its back. */
export const damageCases: readonly DamageCase[] = [
  ...userCases,
  ...belongings,
  ...outboxCases,
  ...columnCases,
  ...moveDamageCases,
]
