import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Standing } from '../../../packages/app/src/fair-queue/asker.ts'
import { openTwoClasses, type TwoClasses } from '../../../packages/app/src/fair-queue/two-classes.ts'

const device = (of: string): Standing => ({ lane: `device of ${of}`, most: 1 })
const network = (at: string): Standing => ({ lane: `network ${at}`, most: 4 })

const take = (queue: TwoClasses<string>, count: number): readonly (string | undefined)[] =>
  Array.from({ length: count }, () => queue.next()?.item)

describe('known callers and strangers', () => {
  test('have every other turn, as long as both wait', () => {
    const queue = openTwoClasses<string>()
    for (let index = 0; index < 5000; index += 1) queue.add({ lane: `n${index}` }, 'stranger')
    for (let index = 0; index < 3; index += 1)
      queue.add({ lane: 'home', standings: [device(`user ${index}`)] }, 'known')
    const taken = take(queue, 6)
    expect(taken.filter((each) => each === 'known')).toHaveLength(3)
    expect(new Set(take(queue, 4994))).toEqual(new Set(['stranger']))
  })

  test('do not wait for each other where only one kind waits', () => {
    const queue = openTwoClasses<string>()
    for (let index = 0; index < 3; index += 1) queue.add({ lane: 'one' }, `${index}`)
    expect(take(queue, 4)).toEqual(['0', '1', '2', undefined])
  })

  test('are strangers where another caller uses their standing, until that one is answered', () => {
    const queue = openTwoClasses<string>()
    const stolen = { lane: 'thief', standings: [device('victim')] }
    const first = queue.add(stolen, 'first')
    queue.next()
    for (let index = 0; index < 1000; index += 1) queue.add(stolen, 'more')
    queue.add({ lane: 'home', standings: [device('owner')] }, 'owner')
    expect(take(queue, 2)).toContain('owner')
    // What waits of the thief is in one lane of strangers.
    queue.add({ lane: 'elsewhere' }, 'stranger')
    expect(take(queue, 4)).toContain('stranger')
    first.free()
    queue.add(stolen, 'next')
    expect(take(queue, 2)).toContain('next')
  })

  test('use the first of their standings that nobody uses', () => {
    const queue = openTwoClasses<string>()
    const both = { lane: 'home', standings: [device('owner'), network('home')] }
    for (let index = 0; index < 7; index += 1) queue.add(both, `${index}`)
    for (let index = 0; index < 100; index += 1) queue.add({ lane: `n${index}` }, 'flood')
    // One by its token and four by their network. The others are strangers.
    expect(take(queue, 10).filter((each) => each !== 'flood').length).toBeGreaterThanOrEqual(5)
  })

  test('lose their standing once, however often it is freed', () => {
    const queue = openTwoClasses<string>()
    const shared = { lane: 'home', standings: [network('home')] }
    const seats = Array.from({ length: 4 }, () => queue.add(shared, 'known'))
    for (let time = 0; time < 10; time += 1) seats[0]?.free()
    take(queue, 4)
    for (let index = 0; index < 50; index += 1) queue.add({ lane: `n${index}` }, 'flood')
    for (let index = 0; index < 4; index += 1) queue.add(shared, `late ${index}`)
    expect(take(queue, 6).filter((each) => each?.startsWith('late'))).toEqual(['late 0'])
  })

  test('are turned away after strangers', () => {
    const queue = openTwoClasses<string>()
    queue.add({ lane: 'home', standings: [device('owner')] }, 'owner')
    queue.add({ lane: 'flood' }, 'flood')
    expect(queue.dropNewest()?.item).toBe('flood')
    expect(queue.dropNewest()?.item).toBe('owner')
    expect(queue.dropNewest()).toBeUndefined()
  })

  test('are each taken once, and none is lost', () => {
    const lane = fc.constantFrom('a', 'b', 'c')
    const step = fc.oneof(
      fc.record({ lane, standing: fc.option(lane, { nil: undefined }) }),
      fc.constant('next' as const),
      fc.constant('free' as const),
      fc.constant('leave' as const),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const queue = openTwoClasses<number>()
        const waiting = new Map<number, { readonly leave: () => void; readonly free: () => void }>()
        for (const [index, each] of steps.entries()) {
          const [oldest] = waiting
          if (each === 'next') {
            const seat = queue.next()
            expect(seat === undefined).toBe(waiting.size === 0)
            if (seat !== undefined) expect(waiting.delete(seat.item)).toBe(true)
          } else if (each === 'leave' && oldest !== undefined) {
            oldest[1].leave()
            oldest[1].free()
            waiting.delete(oldest[0])
          } else if (each === 'free') oldest?.[1].free()
          else if (typeof each === 'object') {
            const standings = each.standing === undefined ? [] : [device(each.standing)]
            waiting.set(index, queue.add({ lane: each.lane, standings }, index))
          }
          expect(queue.size()).toBe(waiting.size)
        }
      }),
    )
  })
})
