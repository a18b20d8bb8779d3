import assert from 'node:assert/strict'
import {
  recoveryCodeHash,
  sealed,
  userId,
  type Backoff,
  type OutboxItem,
  type OutboxEntry,
  type PoolStorage,
  type Reservation,
  type UserId,
} from '@keepsake/domain'
import { never, codeHardStop } from '@keepsake/domain/rules'
import { valueOf, withPool, type StorageCase } from './case.ts'
import { claimOf, events, notices, type OutboxKind } from './one-of-each.ts'
import {
  aCredential,
  anAuthenticator,
  anEntry,
  anEvent,
  aNotice,
  aSecondFactor,
  aRecoveryCode,
  aUser,
  customData,
  entryOf,
  madeAt,
  newId,
} from './records.ts'
import { something } from './not-empty.ts'
import { findsNoMove, keepsInMoves } from './texts-in-moves.ts'

const texts: Readonly<Record<string, string>> = {
  'the end of a statement': `'; DROP TABLE users; --`,
  'a condition that holds always': `' OR '1'='1`,
  'quotes of every kind': `'"\`\\'\\"[]`,
  wildcards: '%_*?',
  placeholders: '? ?1 :a @b $c {} %s',
  'line breaks and control characters': 'a\r\nb\u0001\u001b[31m',
  'a name that means something to JavaScript': '__proto__',
  'a JSON text': '{"a":[1,"\\u0000"]}',
  'emoji and other planes': '👩‍👩‍👧‍👦𝒵𠮷',
  'the empty text': '',
}

/**
 * 300 KB in UTF-8: more than any field may hold. Keys, ids and texts that are grouped for counting are never this long.
 */
const longText = '漢'.repeat(100_000)

export const hostileTextCases: readonly StorageCase[] = [
  ...Object.entries(texts).map(([what, text]) =>
    withPool(`texts: ${what} is a value like any other, wherever it stands`, async (pool) => {
      const witness = anEntry()
      await valueOf(pool.users.insertAll([witness]))
      await keepsInUser(pool, text)
      await keepsBesideUser(pool, text, something(text))
      await findsNobodyElse(pool, text)
      assert.deepEqual(await valueOf(pool.users.findByIds([witness.user.id])), [witness.user])
    }),
  ),
  withPool('texts: one with a NUL, which no record has, leads to nothing and is no fault', async (pool) => {
    const entry = anEntry()
    const id = entry.user.id
    await valueOf(pool.users.insertAll([entry]))
    const credential = aCredential(id)
    await valueOf(pool.credentials.insertAll([credential]))
    for (const text of ['\u0000', `${id}\u0000`, `\u0000${id}`, `${id}\u0000`.repeat(1000)]) {
      await findsNobody(pool, text)
      await findsNoMove(pool, text)
      await valueOf(pool.credentials.requireChange(userId(text)))
      await findsNothingToTell(notices, pool, text)
      await findsNothingToTell(events, pool, text)
    }
    assert.deepEqual(await valueOf(pool.credentials.findByUserIds([id])), [credential])
  }),
  withPool('texts: a place between two items may be one that no item can have', async (pool) => {
    const { user } = anEntry()
    const [first, second] = ['place', 'place\u0001'].map((id) => anEvent(user.id, { id }))
    assert(first !== undefined && second !== undefined)
    await valueOf(pool.events.addAll([first, second]))
    for (const [id, ids] of [
      ['place\u0000', [second.id]],
      ['place\u0000\u0001', [second.id]],
      ['plac\u0000e', [first.id, second.id]],
      ['place\u0001\u0000', []],
    ] as const) {
      const after: Pick<OutboxItem, 'createdAt' | 'id'> = { createdAt: first.createdAt, id }
      const listed: readonly OutboxEntry<{ readonly id: string }>[] = await valueOf(
        pool.events.list({ state: 'waiting', after, limit: 9 }),
      )
      assert.deepEqual(
        listed.map(({ item }) => item.id),
        ids,
      )
    }
  }),
  withPool('texts: a very long one comes back whole', async (pool) => {
    const user = aUser({ profile: { name: longText }, customData: customData({ note: longText }) })
    await valueOf(pool.users.insertAll([entryOf(user)]))
    assert.deepEqual(await valueOf(pool.users.findByIds([user.id])), [user])
    await keepsBesideUser(pool, longText, 'id')
  }),
]

const keepsInUser = async (pool: PoolStorage, text: string): Promise<void> => {
  const id = userId(`${newId()}${text}`)
  const signIns = { count: 1, lastAt: madeAt, lastIp: text }
  const profile = { name: text, address: text }
  const user = aUser({
    id,
    departmentIds: [text],
    profile,
    customData: customData({ [text]: text }),
    signIns,
  })
  const key = { namespace: 'external', key: text } as const
  await valueOf(pool.users.insertAll([{ user, keys: [key], searchTerms: [`${text}!`] }]))
  assert.deepEqual(await valueOf(pool.users.findByKey(key)), user)
  assert.deepEqual(await valueOf(pool.users.findHeld([key])), [key])
  for (const filter of [{ departmentId: text }, { termPrefix: `${text}!` }])
    assert.deepEqual(await valueOf(pool.users.list({ filter, order: 'oldest-first', limit: 9 })), [user])
  await valueOf(pool.users.recordSignIn(id, madeAt + 1, text))
  const [found] = await valueOf(pool.users.findByIds([id]))
  assert.deepEqual(found?.signIns, { count: 2, lastAt: madeAt + 1, lastIp: text })
}

const keepsBesideUser = async (pool: PoolStorage, text: string, id: string): Promise<void> => {
  const entry = anEntry()
  const { user } = entry
  await valueOf(pool.users.insertAll([entry]))
  const credential = aCredential(user.id, {
    hash: { format: id, cost: text.length > 128 ? id : text, encoded: something(text) },
  })
  await valueOf(pool.credentials.insertAll([credential]))
  assert.deepEqual(await valueOf(pool.credentials.findByUserIds([user.id])), [credential])

  await keepsInSecondFactor(pool, user.id, text, id)
  await keepsInMoves(pool, text, id)

  const notice = aNotice(user.id, { id, to: text, url: text, secret: sealed(something(text)) })
  await valueOf(pool.outbox.addAll([notice]))
  assert.deepEqual(await valueOf(claimOf(notices, pool, 10, madeAt, madeAt)), [{ item: notice, attempt: 1 }])
  const event = anEvent(user.id, { id })
  await valueOf(pool.events.addAll([event]))
  assert.deepEqual(await valueOf(claimOf(events, pool, 10, madeAt, madeAt)), [{ item: event, attempt: 1 }])
  await valueOf(pool.outbox.markSent(id, madeAt))
  assert.deepEqual(await valueOf(claimOf(notices, pool, 10, madeAt, madeAt)), [])

  assert.equal(await valueOf(pool.singleUse.spend('request-nonce', id, madeAt, madeAt)), 'first')
  assert.equal(await valueOf(pool.singleUse.spend('request-nonce', id, madeAt, madeAt)), 'spent-before')

  const reserve = (): Promise<Reservation> =>
    valueOf(pool.attempts.reserve('authenticator-code', id, oneAttempt, madeAt))
  assert.deepEqual(
    [await reserve(), await reserve()],
    [{ granted: true }, { granted: false, retryAt: madeAt + never }],
  )
  await valueOf(pool.attempts.clear('authenticator-code', id))
  assert.deepEqual(await reserve(), { granted: true })

  const [place, owner] = [id, userId(id)]
  assert.equal(await valueOf(pool.knownNetworks.isKnown(owner, place, madeAt)), false)
  await valueOf(pool.knownNetworks.remember(owner, place, madeAt, madeAt))
  assert.equal(await valueOf(pool.knownNetworks.isKnown(owner, place, madeAt)), true)
}

const keepsInSecondFactor = async (
  pool: PoolStorage,
  user: UserId,
  text: string,
  id: string,
): Promise<void> => {
  const enrolment = anAuthenticator({ id, name: text, secret: sealed(something(text)), fingerprint: id })
  const code = aRecoveryCode({ id, hash: recoveryCodeHash(something(text)) })
  const set = aSecondFactor(user, { authenticators: [enrolment], recoveryCodes: [code] })
  await valueOf(pool.secondFactors.writeAll([{ from: [], to: set }]))
  assert.deepEqual(await valueOf(pool.secondFactors.findByUserIds([user])), [set])
  assert.deepEqual(await valueOf(pool.secondFactors.findOwners([id])), [{ fingerprint: id, userId: user }])
  assert.equal(await valueOf(pool.secondFactors.acceptStep(user, id, 1, madeAt)), 'accepted')
  assert.equal(await valueOf(pool.secondFactors.useRecoveryCode(user, id, madeAt)), 'accepted')
  const to = sealed(`${text} `)
  assert.equal(await valueOf(pool.secondFactors.reseal(user, id, to, to)), 'overtaken')
  assert.equal(await valueOf(pool.secondFactors.reseal(user, id, sealed(something(text)), to)), 'resealed')
  const [after] = await valueOf(pool.secondFactors.findByUserIds([user]))
  assert.equal(after?.authenticators[0]?.secret, to)
}

const findsNothingToTell = async <Item extends OutboxItem>(
  { of }: OutboxKind<Item>,
  pool: PoolStorage,
  text: string,
): Promise<void> => {
  const outbox = of(pool)
  const which = { channel: text }
  const after = { createdAt: madeAt, id: text }
  for (const state of ['waiting', 'sent', 'dead'] as const) {
    assert.deepEqual(await valueOf(outbox.list({ state, ...which, limit: 9 })), [])
    assert.deepEqual(await valueOf(outbox.list({ state, after, limit: 9 })), [])
  }
  for (const selection of [which, [text]]) {
    assert.equal(await valueOf(outbox.redrive(selection, madeAt)), 0)
    assert.equal(await valueOf(outbox.drop(selection)), 0)
  }
}

const oneAttempt: Backoff = { ...codeHardStop, free: 1 }

const findsNobody = async (pool: PoolStorage, text: string): Promise<void> => {
  const id = userId(text)
  const key = { namespace: 'login', key: text } as const
  assert.equal(await valueOf(pool.users.findByKey(key)), undefined)
  assert.deepEqual(await valueOf(pool.users.findHeld([key])), [])
  assert.deepEqual(await valueOf(pool.users.findByIds([id])), [])
  assert.deepEqual(await valueOf(pool.credentials.findByUserIds([id])), [])
  assert.deepEqual(await valueOf(pool.secondFactors.findByUserIds([id])), [])
}

const findsNobodyElse = async (pool: PoolStorage, text: string): Promise<void> => {
  const id = userId(text)
  await findsNobody(pool, text)
  assert.equal(await valueOf(pool.secondFactors.acceptStep(id, text, 1, madeAt)), 'used-before')
  assert.equal(await valueOf(pool.secondFactors.useRecoveryCode(id, text, madeAt)), 'used-before')
  await valueOf(pool.users.recordSignIn(id, madeAt, text))
}
