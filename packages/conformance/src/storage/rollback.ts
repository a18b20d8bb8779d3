import assert from 'node:assert/strict'
import {
  otpIds,
  sealed,
  userId,
  type Credential,
  type OtpSet,
  type OutboxItem,
  type OutboxState,
  type PoolStorage,
  type Stores,
  type User,
} from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { errorOf, isUnavailable, valueOf, withPool, type StorageCase } from './case.ts'
import { find, first } from './enrolled.ts'
import {
  allPosted,
  busy,
  claimOf,
  events,
  notices,
  oneOfEach,
  refused,
  type OutboxKind,
} from './one-of-each.ts'
import { aCredential, anEntry, anOtpSet, entryOf, madeAt } from './records.ts'

const undone = { kind: 'undone' } as const

/** One item of each state. */
type Posting = Readonly<Record<OutboxState, OutboxItem>>

type BroughtIn = {
  readonly user: User
  readonly credential: Credential
  readonly otps: OtpSet
  readonly notices: Posting
  readonly events: Posting
}

/** Creates a user with a record in each store. */
const bringIn = async (pool: PoolStorage): Promise<BroughtIn> => {
  const entry = anEntry()
  const { id } = entry.user
  const [credential, otps] = [aCredential(id), anOtpSet(id)]
  await valueOf(pool.users.insertAll([entry]))
  await valueOf(pool.credentials.insertAll([credential]))
  await valueOf(pool.otps.writeAll([{ from: [], to: otps }]))
  const posting = { notices: await oneOfEach(pool, notices), events: await oneOfEach(pool, events) }
  return { user: entry.user, credential, otps, ...posting }
}

type Step = (stores: Stores, of: BroughtIn) => ResultAsync<unknown, unknown>

const changesOf = <Item extends OutboxItem>(
  kind: OutboxKind<Item>,
  postingOf: (brought: BroughtIn) => Posting,
): readonly Step[] => {
  const { of } = kind
  return [
    (stores) => claimOf(kind, stores, 1, madeAt + 100_000, madeAt + 200_000),
    (stores, brought) => of(stores).markSent(postingOf(brought).waiting.id, madeAt),
    (stores, brought) => of(stores).postpone(postingOf(brought).waiting.id, 1, madeAt, refused),
    (stores, brought) => of(stores).bury(postingOf(brought).waiting.id, 1, madeAt, busy),
    (stores) => of(stores).redrive('all', madeAt),
    (stores, brought) => of(stores).drop([postingOf(brought).waiting.id]),
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
  ({ credentials }, { user }) => credentials.requireChange(user.id),
  ({ otps }, { user, otps: set }) => otps.acceptStep(user.id, first(set.authenticators).id, 7, madeAt),
  ({ otps }, { user, otps: set }) => otps.useRecoveryCode(user.id, first(set.recoveryCodes).id, madeAt),
  ({ otps }, { user, otps: set }) =>
    otps.reseal(user.id, first(set.authenticators).id, first(set.authenticators).secret, sealed('v1.other')),
  ({ otps }, { otps: set }) => otps.writeAll([{ from: otpIds(set), to: { ...set, authenticators: [] } }]),
  ({ outbox }, { notices: { waiting } }) =>
    outbox.reseal(waiting.id, waiting.secret ?? sealed(''), sealed('v1.other')),
  ...changesOf(notices, (brought) => brought.notices),
  ...changesOf(events, (brought) => brought.events),
]

export const undoneCases: readonly StorageCase[] = [
  withPool('atomically: of changes to what is there nothing stays of work that fails', async (pool) => {
    for (const change of changes) {
      const brought = await bringIn(pool)
      const { user, credential, otps } = brought
      const posted = [await allPosted(pool.outbox), await allPosted(pool.events)]
      const work = (stores: Stores): ResultAsync<never, unknown> =>
        change(stores, brought).andThen(() => errAsync(undone))
      assert.equal(await errorOf(pool.atomically(work)), undone)
      assert.deepEqual(await valueOf(pool.users.findByIds([user.id])), [user])
      assert.deepEqual(await valueOf(pool.credentials.findByUserIds([user.id])), [credential])
      assert.deepEqual(await find(pool, otps), [otps])
      const { fingerprint } = first(otps.authenticators)
      assert.deepEqual(await valueOf(pool.otps.findHolders([fingerprint, 'other'])), [
        { fingerprint, userId: user.id },
      ])
      assert.deepEqual([await allPosted(pool.outbox), await allPosted(pool.events)], posted)
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
