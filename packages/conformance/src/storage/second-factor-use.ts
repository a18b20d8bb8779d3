import assert from 'node:assert/strict'
import { secondFactorIds, sealed, type UserId } from '@keepsake/domain'
import { atOnce, count, sameRecords, valueOf, withPool, type StorageCase } from './case.ts'
import { enrolled, find, first, unusual, userOf } from './new-second-factor.ts'
import { anAuthenticator, aSecondFactor, aRecoveryCode, madeAt } from './records.ts'

export const secondFactorUseCases: readonly StorageCase[] = [
  withPool('second factors: a time step is accepted once, and no earlier one after it', async (pool) => {
    const held = await enrolled(pool, { authenticators: [anAuthenticator(), anAuthenticator()] })
    const [{ id, ...rest }, other] = [first(held.authenticators), held.authenticators[1]]
    const accept = (step: number, at: number): Promise<string> =>
      valueOf(pool.secondFactors.acceptStep(held.userId, id, step, at))
    assert.equal(await accept(100, madeAt + 1), 'accepted')
    assert.equal(await accept(100, madeAt + 2), 'used-before')
    assert.equal(await accept(99, madeAt + 3), 'used-before')
    assert.equal(await accept(101, madeAt + 4), 'accepted')
    const authenticators = [{ id, ...rest, provenAt: madeAt + 1, lastStep: 101 }, other]
    assert.deepEqual(await find(pool, held), [{ ...held, authenticators }])
  }),

  withPool(
    'second factors: the first step that is accepted proves an authenticator, and no later one',
    async (pool) => {
      const held = await enrolled(pool, {
        authenticators: [anAuthenticator({ lastStep: 9 }), anAuthenticator(unusual)],
      })
      const provenAt = async (): Promise<unknown> =>
        first(await find(pool, held)).authenticators.map((each) => each.provenAt)
      assert.deepEqual(await provenAt(), [undefined, madeAt + 2])
      for (const [step, at, proven] of [
        [9, madeAt + 3, undefined],
        [10, madeAt + 4, madeAt + 4],
        [99_000_000, madeAt + 5, madeAt + 4],
      ] as const) {
        for (const { id } of held.authenticators)
          await valueOf(pool.secondFactors.acceptStep(held.userId, id, step, at))
        assert.deepEqual(await provenAt(), [proven, madeAt + 2])
      }
    },
  ),

  withPool('second factors: a recovery code is accepted once, and no other one with it', async (pool) => {
    const held = await enrolled(pool, { recoveryCodes: [aRecoveryCode(), aRecoveryCode()] })
    const [one, other] = held.recoveryCodes
    const use = (id: string | undefined, at: number): Promise<string> =>
      valueOf(pool.secondFactors.useRecoveryCode(held.userId, id ?? '', at))
    assert.equal(await use(one?.id, madeAt + 7), 'accepted')
    assert.equal(await use(one?.id, madeAt + 8), 'used-before')
    const recoveryCodes = [{ ...one, usedAt: madeAt + 7 }, other]
    assert.deepEqual(await find(pool, held), [{ ...held, recoveryCodes }])
    assert.equal(await use(other?.id, madeAt + 9), 'accepted')
  }),

  withPool(
    'second factors: what was replaced, is another user’s, or never was, accepts nothing',
    async (pool) => {
      const [held, other] = [await enrolled(pool), await enrolled(pool)]
      const replacement = aSecondFactor(held.userId)
      await valueOf(pool.secondFactors.writeAll([{ from: secondFactorIds(held), to: replacement }]))
      for (const id of [...secondFactorIds(held), ...secondFactorIds(other), 'nothing']) {
        assert.equal(
          await valueOf(pool.secondFactors.acceptStep(held.userId, id, 1000, madeAt)),
          'used-before',
        )
        assert.equal(
          await valueOf(pool.secondFactors.useRecoveryCode(held.userId, id, madeAt)),
          'used-before',
        )
      }
      sameRecords(await find(pool, held, other), [replacement, other], userOf)
    },
  ),

  withPool('second factors: memory of used codes that is written is kept', async (pool) => {
    const authenticators = [anAuthenticator({ lastStep: 77 })]
    const held = await enrolled(pool, { authenticators, recoveryCodes: [aRecoveryCode({ usedAt: madeAt })] })
    const [authenticator, code] = [first(held.authenticators), first(held.recoveryCodes)]
    const { userId: user } = held
    assert.equal(
      await valueOf(pool.secondFactors.acceptStep(user, authenticator.id, 77, madeAt)),
      'used-before',
    )
    assert.equal(await valueOf(pool.secondFactors.useRecoveryCode(user, code.id, madeAt)), 'used-before')
  }),

  withPool(
    'second factors: a secret is sealed anew where the one was that it was opened from, and of no other',
    async (pool) => {
      const authenticators = [anAuthenticator(unusual), anAuthenticator()]
      const held = await enrolled(pool, { authenticators })
      const [{ id, secret }, other] = [first(authenticators), authenticators[1]]
      const to = sealed('v1.key-2.nonce.ciphertext.tag')
      const reseal = (user: UserId, authenticatorId: string, from = secret): Promise<string> =>
        valueOf(pool.secondFactors.reseal(user, authenticatorId, from, to))
      assert.equal(await reseal(held.userId, id, to), 'overtaken')
      assert.equal(await reseal(held.userId, 'nothing'), 'overtaken')
      assert.equal(await reseal((await enrolled(pool)).userId, id), 'overtaken')
      assert.equal(await reseal(held.userId, id), 'resealed')
      assert.equal(await reseal(held.userId, id), 'overtaken')
      assert.deepEqual(await find(pool, held), [
        { ...held, authenticators: [{ ...first(authenticators), secret: to }, other] },
      ])
    },
  ),

  withPool(
    'second factors: of 64 calls at one moment that seal one secret anew, one succeeds',
    async (pool) => {
      const held = await enrolled(pool)
      const { id, secret } = first(held.authenticators)
      const anew = Array.from({ length: 64 }, (_, index) => sealed(`v1.${index}`))
      const answers = await atOnce(64, (index) =>
        pool.secondFactors.reseal(held.userId, id, secret, anew[index] ?? assert.fail()),
      )
      assert.equal(count(answers, 'resealed'), 1)
      const [found] = await find(pool, held)
      assert.equal(found?.authenticators[0]?.secret, anew[answers.indexOf('resealed')])
    },
  ),
]
