import assert from 'node:assert/strict'
import { secondFactorIds, type SecondFactor, type PoolStorage } from '@keepsake/domain'
import { atOnce, count, valueOf, withPool, type StorageCase } from './case.ts'
import { enrolled, find, first } from './new-second-factor.ts'
import { aRecoveryCode, madeAt } from './records.ts'

/** More than any user makes, and more than the connections of a storage, so that most callers wait for one another. */
const callers = 64

/**
 * No code is good twice, even if several callers show it at the same time. In every round, 64 calls use one code, and
 * one of them is accepted. More rounds find rarer gaps.
 */
export const secondFactorRaceCases = (rounds: number = 10): readonly StorageCase[] => [
  withPool('second factors: of 64 calls at one moment for one time step, one is accepted', async (pool) => {
    const { userId, authenticators } = await enrolled(pool)
    const { id } = first(authenticators)
    for (let step = 1; step <= rounds; step += 1) {
      const answers = await atOnce(callers, () => pool.secondFactors.acceptStep(userId, id, step, madeAt))
      assert.equal(count(answers, 'accepted'), 1)
      assert.equal(count(answers, 'used-before'), callers - 1)
    }
  }),

  withPool(
    'second factors: of 64 calls at one moment for one recovery code, one is accepted',
    async (pool) => {
      for (let round = 0; round < rounds; round += 1) {
        const { userId, recoveryCodes } = await enrolled(pool, { recoveryCodes: [aRecoveryCode()] })
        const { id } = first(recoveryCodes)
        const answers = await atOnce(callers, () => pool.secondFactors.useRecoveryCode(userId, id, madeAt))
        assert.equal(count(answers, 'accepted'), 1)
        assert.equal(count(answers, 'used-before'), callers - 1)
      }
    },
  ),

  withPool(
    'second factors: of 64 transactions at one moment that use one recovery code, one is accepted',
    async (pool) => {
      for (let round = 0; round < rounds; round += 1) {
        const { userId, recoveryCodes } = await enrolled(pool)
        const { id } = first(recoveryCodes)
        const answers = await atOnce(callers, () =>
          pool.atomically(({ secondFactors }) => secondFactors.useRecoveryCode(userId, id, madeAt)),
        )
        assert.equal(count(answers, 'accepted'), 1)
      }
    },
  ),

  withPool(
    'second factors: who uses a code while it is replaced is accepted before that or not at all',
    async (pool) => {
      for (let round = 0; round < rounds; round += 1) {
        const held = await enrolled(pool)
        const { id } = first(held.authenticators)
        const from = secondFactorIds(held)
        const to = { userId: held.userId, authenticators: [], recoveryCodes: [] }
        const using = atOnce(callers, () => pool.secondFactors.acceptStep(held.userId, id, 1, madeAt))
        await valueOf(pool.secondFactors.writeAll([{ from, to }]))
        assert.ok(count(await using, 'accepted') <= 1)
        assert.equal(await valueOf(pool.secondFactors.acceptStep(held.userId, id, 2, madeAt)), 'used-before')
      }
    },
  ),

  withPool(
    'second factors: what is used up while its set is read and written back in a transaction stays so',
    async (pool) => {
      for (let round = 0; round < rounds; round += 1) {
        const held = await enrolled(pool)
        const [authenticator, code] = [first(held.authenticators), first(held.recoveryCodes)]
        const writing = Promise.all(Array.from({ length: 4 }, () => writeBack(pool, held)))
        const step = await valueOf(pool.secondFactors.acceptStep(held.userId, authenticator.id, 1, madeAt))
        const use = await valueOf(pool.secondFactors.useRecoveryCode(held.userId, code.id, madeAt))
        await writing
        const [found] = await find(pool, held)
        assert.equal(found?.authenticators[0]?.lastStep, step === 'accepted' ? 1 : 0)
        assert.equal(found?.recoveryCodes[0]?.usedAt, use === 'accepted' ? madeAt : undefined)
      }
    },
  ),
]

/** Several concurrent calls may conflict with one another and then write nothing. */
const writeBack = async (pool: PoolStorage, held: SecondFactor): Promise<void> => {
  const written = await pool.atomically(({ secondFactors }) =>
    secondFactors
      .findByUserIds([held.userId])
      .andThen((sets) =>
        secondFactors.writeAll(sets.map((set) => ({ from: secondFactorIds(set), to: set }))),
      ),
  )
  if (written.isErr()) assert.equal(written.error.kind, 'second-factors-overtaken')
}
