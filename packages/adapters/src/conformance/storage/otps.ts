import assert from 'node:assert/strict'
import { recoveryCodeHash, sealed, userId, type OtpEnrolment, type PoolStorage } from '@keepsake/domain'
import {
  atOnce,
  count,
  errorOf,
  isUnavailable,
  sameRecords,
  valueOf,
  withPool,
  type StorageCase,
} from './case.ts'
import { anEnrolment, anEntry, madeAt } from './records.ts'

/** Enrolments of as many new users. */
const enrolled = async (
  pool: PoolStorage,
  over: readonly Partial<OtpEnrolment>[],
): Promise<OtpEnrolment[]> => {
  const enrolments = await unenrolled(pool, over)
  await valueOf(pool.otps.insertAll(enrolments))
  return enrolments
}

/** The same, of which the storage does not know yet. */
const unenrolled = async (
  pool: PoolStorage,
  over: readonly Partial<OtpEnrolment>[],
): Promise<OtpEnrolment[]> => {
  const entries = over.map(() => anEntry())
  await valueOf(pool.users.insertAll(entries))
  return entries.map(({ user }, index) => anEnrolment(user.id, over[index]))
}

const [first, second] = [0, 1]

const at = (enrolments: readonly OtpEnrolment[], index: number): OtpEnrolment => {
  const found = enrolments[index]
  assert.ok(found)
  return found
}

const find = (pool: PoolStorage, enrolments: readonly OtpEnrolment[]): Promise<readonly OtpEnrolment[]> =>
  valueOf(pool.otps.findByUserIds(enrolments.map((each) => each.userId)))

const userOf = (enrolment: OtpEnrolment): string => enrolment.userId

export const otpCases: readonly StorageCase[] = [
  withPool('otps: each enrolment comes back as it was, for its own user', async (pool) => {
    const { recovery: _, ...bare } = anEnrolment(userId('nobody'))
    const enrolments = await enrolled(pool, [
      {},
      { algorithm: 'SHA512', digits: 8, period: 60, lastStep: 58_000_000, enrolledAt: madeAt + 1 },
      { recovery: { hash: recoveryCodeHash('v1.k.s.m'), usedAt: madeAt + 2 } },
    ])
    sameRecords(await find(pool, enrolments), enrolments, userOf)
    const entry = anEntry()
    await valueOf(pool.users.insertAll([entry]))
    const withoutRecovery = { ...bare, userId: entry.user.id }
    await valueOf(pool.otps.insertAll([withoutRecovery]))
    const ids = [entry.user.id, entry.user.id, userId('nobody')]
    assert.deepEqual(await valueOf(pool.otps.findByUserIds(ids)), [withoutRecovery])
  }),

  withPool('otps: who is enrolled already is named, and nothing is written', async (pool) => {
    const held = await enrolled(pool, [{}, {}])
    const fresh = await unenrolled(pool, [{}])
    const again = held.map((each) => anEnrolment(each.userId, { digits: 8 }))
    const error = await errorOf(pool.otps.insertAll([...fresh, ...again]))
    assert.equal(error.kind, 'already-enrolled')
    if (error.kind === 'already-enrolled') sameRecords(error.userIds, held.map(userOf), String)
    sameRecords(await find(pool, [...held, ...fresh]), held, userOf)
  }),

  withPool('otps: two enrolments of one user in one call are refused', async (pool) => {
    const fresh = at(await unenrolled(pool, [{}]), first)
    const error = await errorOf(pool.otps.insertAll([fresh, anEnrolment(fresh.userId)]))
    assert.deepEqual(error, { kind: 'already-enrolled', userIds: [fresh.userId] })
    assert.deepEqual(await find(pool, [fresh]), [])
  }),

  withPool('otps: of calls at one moment for one user, one succeeds', async (pool) => {
    const { userId } = at(await unenrolled(pool, [{}]), first)
    const rivals = Array.from({ length: 32 }, () => anEnrolment(userId))
    const answers = await Promise.all(rivals.map((rival) => pool.otps.insertAll([rival])))
    const won = rivals.filter((_, index) => answers[index]?.isOk())
    assert.equal(won.length, 1)
    assert.deepEqual(await find(pool, rivals), won)
  }),

  withPool('otps: an enrolment of a user that does not exist is refused', async (pool) => {
    const stray = anEnrolment(userId('nobody'))
    await isUnavailable(pool.otps.insertAll([stray]))
    await isUnavailable(pool.otps.replaceAll([stray]))
    assert.deepEqual(await find(pool, [stray]), [])
  }),

  withPool(
    'otps: replacing puts an enrolment in the place of what its user has, if anything',
    async (pool) => {
      const held = await enrolled(pool, [{ lastStep: 9 }, {}])
      const fresh = await unenrolled(pool, [{}])
      const replacement = anEnrolment(at(held, first).userId, { secret: sealed('v1.other'), digits: 8 })
      await valueOf(pool.otps.replaceAll([replacement, ...fresh]))
      sameRecords(await find(pool, [...held, ...fresh]), [replacement, at(held, second), ...fresh], userOf)
    },
  ),

  withPool('otps: what is put in place brings its memory of used codes', async (pool) => {
    const held = await enrolled(pool, [{}])
    const { userId: user } = at(held, first)
    const recovery = { ...(at(held, first).recovery ?? assert.fail('no recovery code')), usedAt: madeAt + 7 }
    const replacement = anEnrolment(user, { lastStep: 77, recovery })
    await valueOf(pool.otps.replaceAll([replacement]))
    assert.deepEqual(await find(pool, held), [replacement])
    assert.equal(await valueOf(pool.otps.acceptStep(replacement.id, 77)), 'used-before')
    assert.equal(await valueOf(pool.otps.useRecoveryCode(replacement.id, madeAt)), 'used-before')
  }),

  withPool('otps: of a replacement of which one cannot be, nothing stays', async (pool) => {
    const held = await enrolled(pool, [{}])
    const replacement = anEnrolment(at(held, first).userId)
    await isUnavailable(pool.otps.replaceAll([replacement, anEnrolment(userId('nobody'))]))
    assert.deepEqual(await find(pool, held), held)
  }),

  withPool('otps: a time step is accepted once, and no earlier one after it', async (pool) => {
    const { id, ...rest } = at(await enrolled(pool, [{}]), first)
    assert.equal(await valueOf(pool.otps.acceptStep(id, 100)), 'accepted')
    assert.equal(await valueOf(pool.otps.acceptStep(id, 100)), 'used-before')
    assert.equal(await valueOf(pool.otps.acceptStep(id, 99)), 'used-before')
    assert.equal(await valueOf(pool.otps.acceptStep(id, 101)), 'accepted')
    assert.deepEqual(await find(pool, [{ id, ...rest }]), [{ id, ...rest, lastStep: 101 }])
  }),

  withPool('otps: of calls at one moment for one time step, one is accepted', async (pool) => {
    const { id } = at(await enrolled(pool, [{}]), first)
    for (let step = 1; step <= 10; step += 1)
      assert.equal(count(await atOnce(64, () => pool.otps.acceptStep(id, step)), 'accepted'), 1)
  }),

  withPool('otps: a recovery code is accepted once, whatever the time steps do', async (pool) => {
    const held = at(await enrolled(pool, [{}]), first)
    assert.equal(await valueOf(pool.otps.acceptStep(held.id, 5)), 'accepted')
    assert.equal(await valueOf(pool.otps.useRecoveryCode(held.id, madeAt + 7)), 'accepted')
    assert.equal(await valueOf(pool.otps.useRecoveryCode(held.id, madeAt + 8)), 'used-before')
    const [found] = await find(pool, [held])
    assert.deepEqual(found?.recovery, { hash: held.recovery?.hash, usedAt: madeAt + 7 })
    assert.equal(await valueOf(pool.otps.acceptStep(held.id, 6)), 'accepted')
  }),

  withPool('otps: of calls at one moment for one recovery code, one is accepted', async (pool) => {
    const { id } = at(await enrolled(pool, [{}]), first)
    assert.equal(count(await atOnce(64, () => pool.otps.useRecoveryCode(id, madeAt)), 'accepted'), 1)
  }),

  withPool('otps: an enrolment without a recovery code accepts none', async (pool) => {
    const { id } = at(await enrolled(pool, [{ recovery: undefined }]), first)
    assert.equal(await valueOf(pool.otps.useRecoveryCode(id, madeAt)), 'used-before')
  }),

  withPool('otps: an enrolment that was replaced, or never was, accepts nothing', async (pool) => {
    const held = at(await enrolled(pool, [{}]), first)
    const replacement = anEnrolment(held.userId)
    await valueOf(pool.otps.replaceAll([replacement]))
    for (const id of [held.id, 'nothing']) {
      assert.equal(await valueOf(pool.otps.acceptStep(id, 1000)), 'used-before')
      assert.equal(await valueOf(pool.otps.useRecoveryCode(id, madeAt)), 'used-before')
    }
    assert.deepEqual(await find(pool, [held]), [replacement])
  }),
]
