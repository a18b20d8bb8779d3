import { issue } from '@keepsake/domain'
import {
  checkListSize,
  earlierRows,
  inList,
  laterRows,
  placed,
  refusedRows,
  userListSize,
} from '@keepsake/domain/rules'
import fc from 'fast-check'
import { err, ok } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { lines } from '../issues.ts'

describe('a list', () => {
  it('is refused if it is empty, or longer than the limit', () => {
    const check = (length: number, path?: readonly string[]) =>
      checkListSize(Array.from({ length }), 3, userListSize, path)
    expect([1, 2, 3].flatMap((length) => check(length))).toStrictEqual([])
    expect(check(0)).toStrictEqual([issue('user.list_empty', ['list'])])
    expect(check(4)).toStrictEqual([issue('user.list_too_long', ['list'], { max: 3 })])
    expect(lines(check(0, ['userIds']))).toStrictEqual(['userIds user.list_empty'])
  })
})

describe('the refused rows of a batch', () => {
  const rows = [ok(1), err([issue('user.email_taken', ['email'])]), ok(2), err([issue('user.not_found')])]

  it('are those with issues, by their index', () => {
    expect(refusedRows(rows).map(({ row, issues }) => [row, ...lines(issues)])).toStrictEqual([
      [1, 'email user.email_taken'],
      [3, 'user.not_found'],
    ])
  })

  it('have complete paths for the caller', () => {
    const expected = ['list.1.email user.email_taken', 'list.3 user.not_found']
    expect(lines(inList(refusedRows(rows)))).toStrictEqual(expected)
    expect(refusedRows(rows).flatMap((row) => lines(placed(row).issues))).toStrictEqual(expected)
  })
})

describe('ids that are repeated', () => {
  const ids = ['a', 'b', 'a', undefined, 'b', 'a', undefined]

  it('lead to the first row that has them, and a missing id repeats nothing', () => {
    expect([...earlierRows(ids, () => true)]).toStrictEqual([
      [2, 0],
      [4, 1],
      [5, 0],
    ])
  })

  it('are free for later rows if the first row does not count', () => {
    expect([...earlierRows(ids, (row) => row !== 0)]).toStrictEqual([
      [4, 1],
      [5, 2],
    ])
  })

  it('lead to the last row that has them, for a list that is refused as a whole', () => {
    expect([...laterRows(['a', 'b', 'a', 'c', 'a'])]).toStrictEqual([
      [0, 4],
      [2, 4],
    ])
    expect([...laterRows(['a', 'b'])]).toStrictEqual([])
  })

  it('leave exactly one row of each id without another', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c')), (list) => {
        const distinct = new Set(list).size
        expect(list.length - earlierRows(list, () => true).size).toBe(distinct)
        expect(list.length - laterRows(list).size).toBe(distinct)
      }),
    )
  })
})
