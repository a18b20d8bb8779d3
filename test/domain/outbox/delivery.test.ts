import { deliveryOf, nothingDelivered, together, type Outcome } from '@keepsake/domain/rules'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const refused = { failure: 'recipient-refused', reason: '550' } as const
const busy = { failure: 'sender-unavailable', reason: '421' } as const

describe('the result of several attempts', () => {
  it('counts each ending, and each reason, the most frequent one first', () => {
    expect(
      deliveryOf([
        { ended: 'sent' },
        { ended: 'dead', why: refused },
        { ended: 'postponed', why: busy },
        { ended: 'postponed', why: busy },
      ]),
    ).toStrictEqual({
      sent: 1,
      postponed: 2,
      dead: 1,
      failures: [
        { ...busy, count: 2 },
        { ...refused, count: 1 },
      ],
    })
  })

  it('has no failures if all were sent', () => {
    expect(deliveryOf([{ ended: 'sent' }])).toStrictEqual({ sent: 1, postponed: 0, dead: 0 })
    expect(deliveryOf([])).toStrictEqual(nothingDelivered)
  })

  it('tells reasons apart by their words', () => {
    const other = { ...busy, reason: '451' }
    const { failures } = deliveryOf([
      { ended: 'postponed', why: busy },
      { ended: 'postponed', why: other },
      { ended: 'dead', why: { failure: 'sender-unavailable' } },
    ])
    expect(failures?.map(({ reason, count }) => [reason, count])).toStrictEqual([
      ['421', 1],
      ['451', 1],
      [undefined, 1],
    ])
  })
})

const anOutcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.constant({ ended: 'sent' } as const),
  fc.record({
    ended: fc.constantFrom('postponed', 'dead'),
    why: fc.record(
      { failure: fc.constantFrom('sender-unavailable', 'not-allowed'), reason: fc.constantFrom('a', 'b') },
      { requiredKeys: ['failure'] },
    ),
  }),
)

/** Reasons that are equally frequent have no order. */
const unordered = ({ failures = [], ...rest }: ReturnType<typeof deliveryOf>) => ({
  ...rest,
  failures: new Map(failures.map(({ count, ...why }) => [JSON.stringify(why), count])),
})

describe('the sum of two results', () => {
  it('is the result of all their attempts', () => {
    fc.assert(
      fc.property(fc.array(anOutcome), fc.array(anOutcome), (one, other) => {
        const sum = together(deliveryOf(one), deliveryOf(other))
        expect(unordered(sum)).toStrictEqual(unordered(deliveryOf([...one, ...other])))
      }),
    )
  })
})
