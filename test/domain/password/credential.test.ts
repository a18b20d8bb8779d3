import { userId } from '@keepsake/domain'
import { isSamePassword, mustBeChanged } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { aCredential } from '../../builders/users.ts'
import { settings } from '../../builders/settings.ts'

const present = aCredential(userId('bob'), { setAt: 1000, mustChange: false })

describe('a password', () => {
  it('is the same whatever its hash, and another one if it was set at another time', () => {
    const stronger = { ...present, hash: { format: 'argon2id', cost: '', encoded: 'other' } }
    expect(isSamePassword(present, stronger)).toBe(true)
    expect(isSamePassword(present, { ...present, mustChange: true })).toBe(true)
    expect(isSamePassword(present, { ...present, setAt: 1001 })).toBe(false)
  })

  it('is not the absence of one', () => {
    expect(isSamePassword(present, undefined)).toBe(false)
    expect(isSamePassword(undefined, present)).toBe(false)
    expect(isSamePassword(undefined, undefined)).toBe(true)
  })
})

describe('a right password', () => {
  const { policy } = settings.passwords
  const day = 24 * 60 * 60_000

  it('must be changed if its record says so, or it has reached its age', () => {
    const yearly = { ...policy, maxAgeDays: 365 }
    expect(mustBeChanged({ ...present, mustChange: true }, policy, 1000)).toBe(true)
    expect(mustBeChanged(present, yearly, 1000 + 365 * day)).toBe(true)
    expect(mustBeChanged(present, yearly, 999 + 365 * day)).toBe(false)
  })
})
