import { userId } from '@keepsake/domain'
import { asSeen, damagedOf, isOfTenant, isOfOthers, keepTenants } from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { aUser } from '../../../builders/users.ts'

const user = aUser({ tenantIds: ['t1', 't2'] })

describe('a user for a tenant', () => {
  it('is its own if one of the user’s tenants is this one', () => {
    expect(['t1', 't2', 't', ''].map((tenant) => isOfTenant(user, tenant))).toStrictEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('belongs to this tenant alone, as far as the tenant sees', () => {
    expect(asSeen(user, 't2')).toStrictEqual({ ...user, tenantIds: ['t2'] })
  })

  it('keeps the other tenants when the tenant changes the user', () => {
    const to = { user: { ...asSeen(user, 't1'), gender: 'M' as const }, keys: [], searchTerms: [] }
    expect(keepTenants({ from: 3, to }, user)).toStrictEqual({
      from: 3,
      to: { ...to, user: { ...to.user, tenantIds: ['t1', 't2'] } },
    })
    expect(keepTenants({ from: 3, to }, undefined)).toStrictEqual({ from: 3, to })
  })
})

describe('a tenant', () => {
  it('learns of damaged records of its own users, and not which tenants they belong to', () => {
    const [own, other, unknown] = ['own', 'other', 'unknown'].map(userId)
    const damaged = [
      { record: 'user', userId: own!, tenantIds: ['t2', 't1'] },
      { record: 'user', userId: other!, tenantIds: ['t2'] },
      { record: 'user', userId: unknown! },
    ] as const
    expect(damagedOf(damaged, 't1')).toStrictEqual([{ record: 'user', userId: own }])
  })

  it('asks about others only if it names another tenant', () => {
    expect(isOfOthers(undefined, 't1')).toBe(false)
    expect(isOfOthers('t1', 't1')).toBe(false)
    expect(isOfOthers('t2', 't1')).toBe(true)
  })
})
