import assert from 'node:assert/strict'
import { userId, type Credential, type PasswordHash, type PoolStorage, type UserId } from '@keepsake/domain'
import { errorOf, isUnavailable, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { aCredential, anEntry, madeAt } from './records.ts'

const weak: PasswordHash = { format: 'md5', cost: '', encoded: 'd41d8cd98f00b204e9800998ecf8427e' }
const strong: PasswordHash = { format: 'sha1', cost: '', encoded: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' }

/** Users of whom each but the last has a password with the weak hash. */
const bringIn = async (pool: PoolStorage): Promise<readonly [UserId, UserId, UserId]> => {
  const entries = [anEntry(), anEntry(), anEntry()]
  await valueOf(pool.users.insertAll(entries))
  const [one, two, none] = entries.map(({ user }) => user.id)
  if (one === undefined || two === undefined || none === undefined) throw new Error('unreachable')
  await valueOf(pool.credentials.insertAll([one, two].map((id) => aCredential(id, { hash: weak }))))
  return [one, two, none]
}

const changed = (id: UserId, over: Partial<Credential> = {}): Credential =>
  aCredential(id, { hash: strong, setAt: madeAt + 1, mustChange: true, former: [weak], ...over })

const stored = (pool: PoolStorage, ids: readonly UserId[]): Promise<readonly Credential[]> =>
  valueOf(pool.credentials.findByUserIds(ids))

/** How the passwords of several users are replaced at once. */
export const credentialChangeCases: readonly StorageCase[] = [
  withPool('credential changes: each takes the place of the password it was made for', async (pool) => {
    const ids = await bringIn(pool)
    const [one, two, none] = ids
    await valueOf(pool.credentials.replaceAll([]))
    await valueOf(
      pool.credentials.replaceAll([
        { from: undefined, to: changed(none, { former: [] }) },
        { from: weak, to: changed(one) },
      ]),
    )
    const wanted = [changed(one), aCredential(two, { hash: weak }), changed(none, { former: [] })]
    sameRecords(await stored(pool, ids), wanted, (each) => each.userId)
  }),

  withPool('credential changes: if one password is another by now, none is replaced', async (pool) => {
    const ids = await bringIn(pool)
    const [one, two, none] = ids
    const before = await stored(pool, ids)
    const good = { from: weak, to: changed(one) }
    const first = { from: undefined, to: changed(none) }
    for (const [overtaken, change] of [
      [two, { from: strong, to: changed(two) }],
      [two, { from: { ...weak, format: 'sha1' }, to: changed(two) }],
      [two, { from: { ...weak, encoded: `${weak.encoded} ` }, to: changed(two) }],
      [two, { from: undefined, to: changed(two) }],
      [userId('nobody'), { from: weak, to: changed(userId('nobody')) }],
    ] as const)
      for (const changes of [
        [good, first, change],
        [change, good],
      ]) {
        const error = await errorOf(pool.credentials.replaceAll(changes))
        assert.deepEqual(error, { kind: 'credentials-overtaken', userIds: [overtaken] })
        sameRecords(await stored(pool, ids), before, (each) => each.userId)
      }
  }),

  withPool('credential changes: all who have another password by now are named', async (pool) => {
    const [one, two, none] = await bringIn(pool)
    const error = await errorOf(
      pool.credentials.replaceAll([
        { from: strong, to: changed(one) },
        { from: undefined, to: changed(two) },
        { from: weak, to: changed(none) },
      ]),
    )
    assert(error.kind === 'credentials-overtaken')
    sameRecords(error.userIds, [one, two, none], String)
  }),

  withPool('credential changes: a first password of a user that does not exist is refused', async (pool) => {
    const [one] = await bringIn(pool)
    const unknown = { from: undefined, to: changed(userId('nobody')) }
    await isUnavailable(pool.credentials.replaceAll([{ from: weak, to: changed(one) }, unknown]))
    assert.deepEqual(await stored(pool, [one]), [aCredential(one, { hash: weak })])
  }),

  withPool('credential changes: of 16 calls for the same users at one moment, one succeeds', async (pool) => {
    for (const isFirst of [false, true]) {
      const entries = Array.from({ length: 5 }, () => anEntry())
      const ids = entries.map(({ user }) => user.id)
      await valueOf(pool.users.insertAll(entries))
      if (!isFirst)
        await valueOf(pool.credentials.insertAll(ids.map((id) => aCredential(id, { hash: weak }))))
      const made = (call: number): readonly Credential[] =>
        ids.map((id) => changed(id, { hash: { ...strong, encoded: `hash ${call}` } }))
      const outcomes = await Promise.all(
        Array.from({ length: 16 }, async (_, call) => {
          const changes = made(call).map((to) => ({ from: isFirst ? undefined : weak, to }))
          // Callers meet in every order.
          return pool.credentials.replaceAll(call % 2 === 0 ? changes : changes.toReversed())
        }),
      )
      assert.deepEqual(
        outcomes.flatMap((outcome) => (outcome.isErr() ? [outcome.error.kind] : [])),
        Array<string>(15).fill('credentials-overtaken'),
      )
      const winner = made(outcomes.findIndex((outcome) => outcome.isOk()))
      sameRecords(await stored(pool, ids), winner, (each) => each.userId)
    }
  }),
]
