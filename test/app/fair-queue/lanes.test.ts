import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openLanes, type Lanes } from '../../../packages/app/src/fair-queue/lanes.ts'

const add = (lanes: Lanes<string>, lane: string, count: number): void => {
  for (let index = 1; index <= count; index += 1) lanes.add(lane, `${lane}${index}`)
}
const take = (lanes: Lanes<string>, count: number): readonly (string | undefined)[] =>
  Array.from({ length: count }, () => lanes.next())

describe('lanes', () => {
  test('take turns', () => {
    const lanes = openLanes<string>()
    add(lanes, 'a', 3)
    add(lanes, 'b', 2)
    add(lanes, 'c', 1)
    expect(new Set(take(lanes, 7))).toEqual(new Set(['a1', 'a2', 'a3', 'b1', 'b2', 'c1', undefined]))
    expect(lanes.size()).toBe(0)
  })

  test('that are new wait for two turns at the most, whatever waits in others', () => {
    const lanes = openLanes<string>()
    add(lanes, 'flood', 5000)
    take(lanes, 100)
    for (const one of ['x', 'y', 'z']) {
      add(lanes, one, 1)
      expect(take(lanes, 2)).toContain(`${one}1`)
    }
  })

  test('that are new go before thousands that come again', () => {
    const lanes = openLanes<string>()
    const networks = Array.from({ length: 3000 }, (_, index) => `n${index}-`)
    for (const network of networks) add(lanes, network, 2)
    take(lanes, 6000)
    for (const network of networks) add(lanes, network, 1)
    add(lanes, 'owner', 1)
    expect(take(lanes, 2)).toContain('owner1')
  })

  test('that come again are served though new ones keep coming', () => {
    const lanes = openLanes<string>()
    add(lanes, 'again', 1)
    take(lanes, 1)
    add(lanes, 'again', 1)
    for (let index = 0; index < 1000; index += 1) add(lanes, `new${index}-`, 1)
    expect(take(lanes, 2)).toContain('again1')
  })

  test('lose what is removed, and nothing else', () => {
    const lanes = openLanes<string>()
    add(lanes, 'a', 3)
    lanes.remove('a', 'a2')
    lanes.remove('a', 'never there')
    lanes.remove('nowhere', 'a1')
    expect(lanes.size()).toBe(2)
    expect(take(lanes, 3)).toEqual(['a1', 'a3', undefined])
  })

  test('lose the newest of the longest where there is too much', () => {
    const lanes = openLanes<string>()
    add(lanes, 'a', 2)
    add(lanes, 'b', 3)
    add(lanes, 'c', 1)
    expect([lanes.dropNewest(), lanes.size()]).toEqual(['b3', 5])
    expect(openLanes<string>().dropNewest()).toBeUndefined()
  })

  test('give each item out once, those of a lane in their order', () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ add: fc.constantFrom('a', 'b', 'c', 'd') }),
        fc.constant('next' as const),
        fc.constant('drop' as const),
      ),
      { maxLength: 200 },
    )
    fc.assert(
      fc.property(steps, (list) => {
        const lanes = openLanes<string>()
        const waiting = new Map<string, string[]>()
        for (const [index, step] of list.entries()) {
          if (typeof step === 'object') {
            lanes.add(step.add, `${step.add} ${index}`)
            waiting.set(step.add, [...(waiting.get(step.add) ?? []), `${step.add} ${index}`])
            continue
          }
          const isEmpty = [...waiting.values()].flat().length === 0
          const taken = step === 'next' ? lanes.next() : lanes.dropNewest()
          const items = waiting.get(taken?.split(' ')[0] ?? '') ?? []
          expect(taken).toBe(step === 'next' ? items.shift() : items.pop())
          expect(taken === undefined).toBe(isEmpty)
        }
        expect(lanes.size()).toBe([...waiting.values()].flat().length)
      }),
    )
  })
})
