import { issue } from '@keepsake/domain'
import { checkRowsToHash, isHashed, limitRowsToHash } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'

describe('passwords to hash', () => {
  it('are those that are set or generated', () => {
    const sent = { text: 'x', encryptType: 'none' } as const
    expect(isHashed({ kind: 'set', sent, mustChange: false })).toBe(true)
    expect(isHashed({ kind: 'generate', mustChange: true })).toBe(true)
    expect(isHashed({ kind: 'keep', sent, mustChange: false })).toBe(false)
    expect(isHashed({ kind: 'none' })).toBe(false)
    expect(isHashed({ kind: 'activate' })).toBe(false)
  })

  it('are as many as the pool and the caller both allow', () => {
    const pool = { rowsToHash: 100 }
    expect(limitRowsToHash(pool)).toStrictEqual({ rowsToHash: 100 })
    expect(limitRowsToHash(pool, 20)).toStrictEqual({ rowsToHash: 20 })
    expect(limitRowsToHash(pool, 200)).toStrictEqual({ rowsToHash: 100 })
  })

  it('refuse the list if there are more of them', () => {
    expect(checkRowsToHash(20, { rowsToHash: 20 })).toStrictEqual([])
    expect(checkRowsToHash(21, { rowsToHash: 20 })).toStrictEqual([
      issue('password.too_many_to_hash', ['list'], { max: 20 }),
    ])
  })
})
