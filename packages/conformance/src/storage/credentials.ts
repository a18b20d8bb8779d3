import assert from 'node:assert/strict'
import { isDeepStrictEqual } from 'node:util'
import { userId, type HashCount, type PasswordHash } from '@keepsake/domain'
import { atOnce, count, isUnavailable, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { aCredential, anEntry, madeAt } from './records.ts'

export const credentialCases: readonly StorageCase[] = [
  withPool('credentials: each comes back as it was, for its own user', async (pool) => {
    const [one, two, three, none] = [anEntry(), anEntry(), anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([one, two, three, none]))
    const credentials = [
      aCredential(one.user.id, { mustChange: true, setAt: madeAt + 1 }),
      aCredential(two.user.id, {
        hash: weak,
        former: [strong, weak],
        origin: { kind: 'moved', source: 'auth0-prod', at: madeAt + 2, digest: 'key-1.d1g3st' },
      }),
      aCredential(three.user.id, { hash: weak, origin: { kind: 'moved', at: madeAt } }),
    ]
    await valueOf(pool.credentials.insertAll(credentials))
    const ids = [none, two, one, three, one].map(({ user }) => user.id).concat(userId('nobody'))
    sameRecords(await valueOf(pool.credentials.findByUserIds(ids)), credentials, (each) => each.userId)
    assert.deepEqual(await valueOf(pool.credentials.findByUserIds([none.user.id])), [])
  }),

  withPool('credentials: a second one for a user is refused, and its whole call with it', async (pool) => {
    const [one, two] = [anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([one, two]))
    await valueOf(pool.credentials.insertAll([aCredential(one.user.id)]))
    const second = aCredential(one.user.id, { setAt: madeAt + 1 })
    await isUnavailable(pool.credentials.insertAll([aCredential(two.user.id), second]))
    const found = await valueOf(pool.credentials.findByUserIds([one.user.id, two.user.id]))
    assert.deepEqual(found, [aCredential(one.user.id)])
  }),

  withPool('credentials: one of a user that does not exist is refused', async (pool) => {
    await isUnavailable(pool.credentials.insertAll([aCredential(userId('nobody'))]))
    assert.deepEqual(await valueOf(pool.credentials.findByUserIds([userId('nobody')])), [])
  }),

  withPool(
    'credentials: a stronger hash takes the place of the one it was made for, and of no other',
    async (pool) => {
      const [one, two] = [anEntry(), anEntry()]
      await valueOf(pool.users.insertAll([one, two]))
      const origin = { kind: 'moved', source: 'auth0-prod', at: madeAt + 2, digest: 'd1g3st' } as const
      const present = aCredential(one.user.id, { hash: weak, mustChange: true, origin })
      const other = aCredential(two.user.id, { hash: weak })
      await valueOf(pool.credentials.insertAll([present, other]))
      for (const from of [strong, { ...weak, format: 'sha1' }, { ...weak, encoded: `${weak.encoded} ` }])
        assert.equal(await valueOf(pool.credentials.upgrade(one.user.id, from, strong)), 'overtaken')
      assert.equal(await valueOf(pool.credentials.upgrade(userId('nobody'), weak, strong)), 'overtaken')
      assert.equal(await valueOf(pool.credentials.upgrade(one.user.id, weak, strong)), 'upgraded')
      assert.equal(await valueOf(pool.credentials.upgrade(one.user.id, weak, strong)), 'overtaken')
      const found = await valueOf(pool.credentials.findByUserIds([one.user.id, two.user.id]))
      sameRecords(found, [{ ...present, hash: strong }, other], (each) => each.userId)
    },
  ),

  withPool(
    'credentials: another password takes the place of the one it was made for, and of no other',
    async (pool) => {
      const [one, two] = [anEntry(), anEntry()]
      await valueOf(pool.users.insertAll([one, two]))
      const other = aCredential(two.user.id, { hash: weak })
      const moved = { kind: 'moved', source: 'auth0-prod', at: madeAt } as const
      const present = aCredential(one.user.id, { hash: weak, mustChange: true, origin: moved })
      await valueOf(pool.credentials.insertAll([present, other]))
      const changed = aCredential(one.user.id, { hash: strong, setAt: madeAt + 1, former: [weak] })
      for (const from of [strong, { ...weak, format: 'sha1' }, { ...weak, encoded: `${weak.encoded} ` }])
        assert.equal(await valueOf(pool.credentials.replace(from, changed)), 'overtaken')
      assert.equal(await valueOf(pool.credentials.replace(weak, aCredential(userId('nobody')))), 'overtaken')
      assert.equal(await valueOf(pool.credentials.replace(weak, changed)), 'replaced')
      assert.equal(await valueOf(pool.credentials.replace(weak, changed)), 'overtaken')
      const again = { ...changed, origin: moved }
      assert.equal(await valueOf(pool.credentials.replace(strong, again)), 'replaced')
      assert.deepEqual(await valueOf(pool.credentials.findByUserIds([one.user.id])), [again])
      assert.equal(await valueOf(pool.credentials.replace(strong, changed)), 'replaced')
      // A replacement by the same value still finds what it replaces, whether or not the value changes.
      assert.equal(await valueOf(pool.credentials.replace(strong, changed)), 'replaced')
      assert.equal(await valueOf(pool.credentials.upgrade(one.user.id, strong, strong)), 'upgraded')
      const found = await valueOf(pool.credentials.findByUserIds([one.user.id, two.user.id]))
      sameRecords(found, [changed, other], (each) => each.userId)
    },
  ),

  withPool('credentials: a first password is given only to a user who has none', async (pool) => {
    const [one, two] = [anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([one, two]))
    const present = aCredential(one.user.id, { hash: weak })
    await valueOf(pool.credentials.insertAll([present]))
    const first = aCredential(two.user.id, { hash: strong, mustChange: true })
    const other = aCredential(one.user.id, { hash: strong })
    assert.equal(await valueOf(pool.credentials.replace(undefined, other)), 'overtaken')
    assert.equal(await valueOf(pool.credentials.replace(undefined, first)), 'replaced')
    assert.equal(await valueOf(pool.credentials.replace(undefined, first)), 'overtaken')
    await isUnavailable(pool.credentials.replace(undefined, aCredential(userId('nobody'))))
    const found = await valueOf(pool.credentials.findByUserIds([one.user.id, two.user.id]))
    sameRecords(found, [present, first], (each) => each.userId)
  }),

  withPool('credentials: of 64 first passwords at one moment, one is given', async (pool) => {
    const entry = anEntry()
    await valueOf(pool.users.insertAll([entry]))
    const firsts = Array.from({ length: 64 }, (_, index) =>
      aCredential(entry.user.id, { setAt: madeAt + index }),
    )
    const answers = await atOnce(64, (index) =>
      pool.credentials.replace(undefined, firsts[index] ?? aCredential(entry.user.id)),
    )
    assert.equal(count(answers, 'replaced'), 1)
    const found = await valueOf(pool.credentials.findByUserIds([entry.user.id]))
    assert.deepEqual(found, [firsts[answers.indexOf('replaced')]])
  }),

  withPool('credentials: a change is required of one user and changes nothing else', async (pool) => {
    const [one, two, none] = [anEntry(), anEntry(), anEntry()]
    await valueOf(pool.users.insertAll([one, two, none]))
    const [present, other] = [aCredential(one.user.id, { former: [weak] }), aCredential(two.user.id)]
    await valueOf(pool.credentials.insertAll([present, other]))
    for (const id of [one.user.id, one.user.id, none.user.id, userId('nobody')])
      await valueOf(pool.credentials.requireChange(id))
    const found = await valueOf(
      pool.credentials.findByUserIds([one.user.id, two.user.id, none.user.id, userId('nobody')]),
    )
    sameRecords(found, [{ ...present, mustChange: true }, other], (each) => each.userId)
  }),

  withPool('credentials: a survey counts by format and cost, with one hash of each', async (pool) => {
    assert.deepEqual(await valueOf(pool.credentials.survey()), [])
    const entries = Array.from({ length: 6 }, () => anEntry())
    await valueOf(pool.users.insertAll(entries))
    const hashes = [
      weak,
      { ...weak, encoded: 'e' },
      strong,
      { ...strong, cost: 'memory=7168,parallelism=1,passes=5' },
      weak,
      { ...weak, cost: 'x' },
    ]
    await valueOf(
      pool.credentials.insertAll(
        entries.map(({ user }, index) => aCredential(user.id, { hash: hashes[index] ?? weak })),
      ),
    )
    await valueOf(pool.credentials.upgrade(entries[4]!.user.id, weak, strong))
    const counts = await valueOf(pool.credentials.survey())
    const byCost = ({ example, users }: HashCount): string => `${example.format} ${example.cost}: ${users}`
    sameRecords(
      counts.map(byCost),
      [
        'argon2id memory=19456,parallelism=1,passes=2: 2',
        'argon2id memory=7168,parallelism=1,passes=5: 1',
        'md5 : 2',
        'md5 x: 1',
      ],
      String,
    )
    for (const { example } of counts) assert.ok(hashes.some((hash) => isDeepStrictEqual(hash, example)))
  }),

  withPool('credentials: a survey of one tenant counts its users alone', async (pool) => {
    const entries = [['t1'], ['t2', 't1'], ['t2'], [], ['T1']].map((tenantIds) => anEntry({ tenantIds }))
    await valueOf(pool.users.insertAll(entries))
    await valueOf(
      pool.credentials.insertAll(
        entries.map(({ user }, index) => aCredential(user.id, { hash: index === 1 ? weak : strong })),
      ),
    )
    const surveyed = async (tenantId?: string): Promise<readonly string[]> =>
      (await valueOf(pool.credentials.survey(tenantId)))
        .map(({ users, example }) => `${example.format} ${users}`)
        .toSorted()
    assert.deepEqual(await surveyed('t1'), ['argon2id 1', 'md5 1'])
    assert.deepEqual(await surveyed('t2'), ['argon2id 1', 'md5 1'])
    assert.deepEqual(await surveyed('none'), [])
    assert.deepEqual(await surveyed(), ['argon2id 4', 'md5 1'])
  }),

  withPool('credentials: of 64 changes of one password at one moment, one is made, whole', async (pool) => {
    const entry = anEntry()
    await valueOf(pool.users.insertAll([entry]))
    await valueOf(pool.credentials.insertAll([aCredential(entry.user.id, { hash: weak })]))
    const changes = Array.from({ length: 64 }, (_, index) =>
      aCredential(entry.user.id, {
        hash: { ...strong, encoded: `hash ${index}` },
        setAt: madeAt + index,
        mustChange: index % 2 === 0,
      }),
    )
    const answers = await atOnce(64, (index) =>
      pool.credentials.replace(weak, changes[index] ?? aCredential(entry.user.id)),
    )
    assert.equal(count(answers, 'replaced'), 1)
    const found = await valueOf(pool.credentials.findByUserIds([entry.user.id]))
    assert.deepEqual(found, [changes[answers.indexOf('replaced')]])
  }),

  withPool('credentials: of 64 upgrades of one hash at one moment, one is made', async (pool) => {
    const entry = anEntry()
    await valueOf(pool.users.insertAll([entry]))
    await valueOf(pool.credentials.insertAll([aCredential(entry.user.id, { hash: weak })]))
    const hashes = Array.from({ length: 64 }, (_, index) => ({
      ...strong,
      encoded: `hash ${index}`,
    }))
    const answers = await atOnce(64, (index) =>
      pool.credentials.upgrade(entry.user.id, weak, hashes[index] ?? strong),
    )
    assert.equal(count(answers, 'upgraded'), 1)
    const [found] = await valueOf(pool.credentials.findByUserIds([entry.user.id]))
    assert.deepEqual(found?.hash, hashes[answers.indexOf('upgraded')])
  }),
]

const weak: PasswordHash = { format: 'md5', cost: '', encoded: 'd41d8cd98f00b204e9800998ecf8427e' }
const strong: PasswordHash = {
  format: 'argon2id',
  cost: 'memory=19456,parallelism=1,passes=2',
  encoded: '$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA',
}
