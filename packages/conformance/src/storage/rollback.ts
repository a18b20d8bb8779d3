import assert from 'node:assert/strict'
import {
  secondFactorIds,
  sealed,
  userId,
  type Credential,
  type SecondFactor,
  type OutboxItem,
  type OutboxState,
  type PoolStorage,
  type Stores,
  type User,
} from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { errorOf, isUnavailable, valueOf, withPool, type StorageCase } from './case.ts'
import { find, first } from './new-second-factor.ts'
import {
  allEntries,
  busy,
  claimOf,
  events,
  notices,
  oneOfEach,
  refused,
  type OutboxKind,
} from './one-of-each.ts'
import { aCredential, anEntry, aSecondFactor, entryOf, madeAt } from './records.ts'

const undone = { kind: 'undone' } as const

/** One item of each state. */
type Posting = Readonly<Record<OutboxState, OutboxItem>>

type Written = {
  readonly user: User
  readonly credential: Credential
  readonly secondFactors: SecondFactor
  readonly notices: Posting
  readonly events: Posting
}

/** Creates a user with a record in each store. */
const bringIn = async (pool: PoolStorage): Promise<Written> => {
  const entry = anEntry()
  const { id } = entry.user
  const [credential, secondFactors] = [aCredential(id), aSecondFactor(id)]
  await valueOf(pool.users.insertAll([entry]))
  await valueOf(pool.credentials.insertAll([credential]))
  await valueOf(pool.secondFactors.writeAll([{ from: [], to: secondFactors }]))
  const posting = { notices: await oneOfEach(pool, notices), events: await oneOfEach(pool, events) }
  return { user: entry.user, credential, secondFactors, ...posting }
}

type Step = (stores: Stores, of: Written) => ResultAsync<unknown, unknown>

const changesOf = <Item extends OutboxItem>(
  kind: OutboxKind<Item>,
  postingOf: (written: Written) => Posting,
): readonly Step[] => {
  const { of } = kind
  return [
    (stores) => claimOf(kind, stores, 1, madeAt + 100_000, madeAt + 200_000),
    (stores, written) => of(stores).markSent(postingOf(written).waiting.id, madeAt),
    (stores, written) => of(stores).postpone(postingOf(written).waiting.id, 1, madeAt, refused),
    (stores, written) => of(stores).bury(postingOf(written).waiting.id, 1, madeAt, busy),
    (stores) => of(stores).redrive('all', madeAt),
    (stores, written) => of(stores).drop([postingOf(written).waiting.id]),
    (stores) => of(stores).forgetSent(madeAt + 100_000),
  ]
}

/** Every verb that changes the data. Each would leave its own trace. */
const changes: readonly Step[] = [
  ({ users }, { user }) => users.recordSignIn(user.id, madeAt + 1, '192.0.2.1'),
  ({ users }, { user }) =>
    users.updateAll([{ from: user.version, to: entryOf({ ...user, version: 1, gender: 'W' }) }]),
  ({ users }, { user }) => users.removeAll([user.id]),
  ({ credentials }, { user, credential: { hash } }) =>
    credentials.upgrade(user.id, hash, { ...hash, encoded: 'stronger' }),
  ({ credentials }, { credential }) =>
    credentials.replace(credential.hash, { ...credential, setAt: madeAt + 1 }),
  ({ credentials }, { credential }) =>
    credentials.replaceAll([{ from: credential.hash, to: { ...credential, setAt: madeAt + 1 } }]),
  ({ credentials }, { user }) => credentials.requireChange(user.id),
  ({ secondFactors }, { user, secondFactors: set }) =>
    secondFactors.acceptStep(user.id, first(set.authenticators).id, 7, madeAt),
  ({ secondFactors }, { user, secondFactors: set }) =>
    secondFactors.useRecoveryCode(user.id, first(set.recoveryCodes).id, madeAt),
  ({ secondFactors }, { user, secondFactors: set }) =>
    secondFactors.reseal(
      user.id,
      first(set.authenticators).id,
      first(set.authenticators).secret,
      sealed('v1.other'),
    ),
  ({ secondFactors }, { secondFactors: set }) =>
    secondFactors.writeAll([{ from: secondFactorIds(set), to: { ...set, authenticators: [] } }]),
  ({ outbox }, { notices: { waiting } }) =>
    outbox.reseal(waiting.id, waiting.secret ?? sealed(''), sealed('v1.other')),
  ...changesOf(notices, (written) => written.notices),
  ...changesOf(events, (written) => written.events),
]

export const undoneCases: readonly StorageCase[] = [
  withPool('atomically: of changes to what is there nothing stays of work that fails', async (pool) => {
    for (const change of changes) {
      const written = await bringIn(pool)
      const { user, credential, secondFactors } = written
      const entry = [await allEntries(pool.outbox), await allEntries(pool.events)]
      const work = (stores: Stores): ResultAsync<never, unknown> =>
        change(stores, written).andThen(() => errAsync(undone))
      assert.equal(await errorOf(pool.atomically(work)), undone)
      assert.deepEqual(await valueOf(pool.users.findByIds([user.id])), [user])
      assert.deepEqual(await valueOf(pool.credentials.findByUserIds([user.id])), [credential])
      assert.deepEqual(await find(pool, secondFactors), [secondFactors])
      const { fingerprint } = first(secondFactors.authenticators)
      assert.deepEqual(await valueOf(pool.secondFactors.findOwners([fingerprint, 'other'])), [
        { fingerprint, userId: user.id },
      ])
      assert.deepEqual([await allEntries(pool.outbox), await allEntries(pool.events)], entry)
    }
  }),

  withPool(
    'atomically: once a verb was unavailable nothing stays, whatever the work makes of it',
    async (pool) => {
      const [before, after] = [anEntry(), anEntry()]
      await isUnavailable(
        pool.atomically(({ users, credentials }) =>
          users
            .insertAll([before])
            .andThen(() => credentials.insertAll([aCredential(userId('nobody'))]))
            .orElse(() => okAsync())
            .andThen(() => users.insertAll([after]).orElse(() => okAsync())),
        ),
      )
      assert.deepEqual(await valueOf(pool.users.findByIds([before.user.id, after.user.id])), [])
      assert.deepEqual(await valueOf(pool.users.findHeld([...before.keys, ...after.keys])), [])
    },
  ),
]
