import { describe, expect, test } from 'vitest'
import { keepNewestOfGroups } from '../../../packages/app/src/guessing/newest-of-groups.ts'

describe('the newest values of groups', () => {
  test('are found by group and key, the oldest first', () => {
    const kept = keepNewestOfGroups<number>({ inGroup: 9, inAll: 9 })
    kept.put('a', 'x', 1)
    kept.put('a', 'y', 2)
    kept.put('b', 'x', 3)
    kept.put('a', 'x', 4)
    expect([kept.get('a', 'x'), kept.get('a', 'y'), kept.get('b', 'x'), kept.get('b', 'y')]).toEqual([
      4,
      2,
      3,
      undefined,
    ])
    expect([kept.valuesOf('a'), kept.valuesOf('b'), kept.valuesOf('c')]).toEqual([[2, 4], [3], []])
    kept.remove('a', 'y')
    kept.remove('a', 'y')
    kept.remove('c', 'x')
    expect([kept.valuesOf('a'), kept.valuesOf('b')]).toEqual([[4], [3]])
    kept.removeGroup('a')
    kept.removeGroup('c')
    expect([kept.valuesOf('a'), kept.valuesOf('b')]).toEqual([[], [3]])
  })

  test('are so many in a group', () => {
    const kept = keepNewestOfGroups<number>({ inGroup: 2, inAll: 9 })
    for (const each of [1, 2, 1, 3]) kept.put('a', `${each}`, each)
    kept.put('b', 'x', 9)
    expect([kept.valuesOf('a'), kept.valuesOf('b')]).toEqual([[1, 3], [9]])
  })

  test('are so many in all, and the group that was written to longest ago gives way', () => {
    const kept = keepNewestOfGroups<number>({ inGroup: 9, inAll: 4 })
    for (const each of [1, 2]) for (const group of ['a', 'b']) kept.put(group, `${each}`, each)
    kept.put('a', '3', 3)
    kept.put('c', '4', 4)
    expect(['a', 'b', 'c'].map((group) => kept.valuesOf(group))).toEqual([[1, 2, 3], [], [4]])
    kept.removeGroup('a')
    for (const each of [5, 6, 7]) kept.put('c', `${each}`, each)
    expect(kept.valuesOf('c')).toEqual([4, 5, 6, 7])
  })
})
