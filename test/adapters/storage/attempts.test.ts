import { openMemoryStorage } from '@keepsake/adapters/storage/memory'
import {
  userPoolId,
  type Backoff,
  type Instant,
  type Reservation,
  type Storage,
  type Stores,
  type Unavailable,
} from '@keepsake/domain'
import { never, openAt } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { okAsync, type ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { madeAt, newId } from '../../builders/users.ts'
import { openSqlite, temporaryFile } from './temporary-file.ts'

const engines: Readonly<Record<string, () => Promise<Storage>>> = {
  memory: async () => openMemoryStorage(),
  SQLite: () => openSqlite(temporaryFile()),
}

const ms = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 0, max: 2 ** 40 }),
  fc.constant(never),
)
const backoffs: fc.Arbitrary<Backoff> = fc.record({
  free: fc.integer({ min: 1, max: 20 }),
  firstWaitMs: ms,
  longestWaitMs: ms,
  forgetAfterMs: ms,
})

/** When somebody tries again: seen from the last attempt, the moment at which the next one opens, or the forgetting. */
type Step = { readonly from: 'last' | 'opening' | 'forgetting'; readonly ms: number }
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    from: fc.constantFrom('last', 'opening', 'opening', 'opening', 'forgetting'),
    ms: fc.oneof(fc.constantFrom(-1, 0, 0, 0, 1), fc.integer({ min: 0, max: 2 ** 36 })),
  }),
  { minLength: 1, maxLength: 200, size: 'max' },
)

type Try = { readonly at: Instant; readonly answer: Reservation }

/** What the tries must come to, by the domain's rule over the list of those that were granted. */
const expected = (backoff: Backoff, tries: readonly Step[]): readonly Try[] => {
  let inARow: readonly Instant[] = []
  return tries.map((step) => {
    const last = inARow.at(-1) ?? madeAt
    const opening = inARow.length === 0 ? 0 : openAt(inARow.length, backoff, last)
    const seenFrom = { last, opening, forgetting: last + backoff.forgetAfterMs }
    // No clock goes back behind the last attempt here, and none comes near to `never`.
    const at = Math.min(Math.max(last, seenFrom[step.from] + step.ms), madeAt + never / 2)
    if (at >= last + backoff.forgetAfterMs) inARow = []
    else if (at < opening) return { at, answer: { granted: false, retryAt: opening } }
    inARow = [...inARow, at]
    return { at, answer: { granted: true } }
  })
}

/** What a store answers to the tries, each made after the one before it. */
const answered = (
  { attempts }: Stores,
  backoff: Backoff,
  tries: readonly Try[],
): ResultAsync<readonly Try[], Unavailable> => {
  const key = newId()
  return tries.reduce<ResultAsync<readonly Try[], Unavailable>>(
    (before, { at }) =>
      before.andThen((list) =>
        attempts.reserve('password', key, backoff, at).map((answer) => [...list, { at, answer }]),
      ),
    okAsync([]),
  )
}

describe.each(Object.entries(engines))('attempts over %s', (_, open) => {
  test('are granted as the rule of the domain has it, whatever the backoff and the moments', async () => {
    const pool = (await open()).inPool(userPoolId('pool-one'))
    await fc.assert(
      fc.asyncProperty(backoffs, steps, async (backoff, tries) => {
        const wanted = expected(backoff, tries)
        const got = await pool.atomically((stores) => answered(stores, backoff, wanted))
        expect(got._unsafeUnwrap()).toEqual(wanted)
      }),
    )
  })
})
