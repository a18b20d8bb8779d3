import type { NewUser } from '@keepsake/domain'
import {
  changeMemberships,
  checkMemberships,
  checkTenantStays,
  ofTenant,
  parseDepartmentIdType,
  referencesIn,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'
import { issuesOf } from '../../issues.ts'

const known = {
  departments: new Map([
    ['open-1', 'd1'],
    ['open-2', 'd2'],
    ['alias-1', 'd1'],
  ]),
  tenants: new Set(['t1', 't2']),
}

describe('the memberships of a row', () => {
  it('are the organization’s ids, in the order of the row, each once', () => {
    const row = { departmentIds: ['open-2', 'open-1', 'alias-1'], tenantIds: ['t2', 't1', 't2'] }
    expect(checkMemberships(row, known)._unsafeUnwrap()).toStrictEqual({
      departmentIds: ['d2', 'd1'],
      tenantIds: ['t2', 't1'],
    })
  })

  it('are none where the row names none', () => {
    expect(checkMemberships({}, known)._unsafeUnwrap()).toStrictEqual({ departmentIds: [], tenantIds: [] })
  })

  it('list every reference that the organization does not know', () => {
    const row = { departmentIds: ['open-1', 'd1', '__proto__'], tenantIds: ['constructor', 't1', ''] }
    expect(issuesOf(checkMemberships(row, known))).toStrictEqual([
      'departmentIds.1 user.department_unknown',
      'departmentIds.2 user.department_unknown',
      'tenantIds.0 user.tenant_unknown',
      'tenantIds.2 user.tenant_unknown',
    ])
  })

  it('are ids that every storage can keep, whatever the organization takes for one', () => {
    const [long, odd] = ['d'.repeat(257), 'a\u0000b']
    const any = { departments: new Map([long, odd].map((id) => [id, id])), tenants: new Set([long, odd]) }
    const row = { departmentIds: [long, odd], tenantIds: [long, odd] }
    expect(issuesOf(checkMemberships(row, any))).toStrictEqual([
      'departmentIds.0 text.too_long',
      'departmentIds.1 text.control_character',
      'tenantIds.0 text.too_long',
      'tenantIds.1 text.control_character',
    ])
    expect(
      checkMemberships(
        { tenantIds: ['t'.repeat(256)] },
        { ...any, tenants: new Set(['t'.repeat(256)]) },
      ).isOk(),
    ).toBe(true)
  })
})

describe('the type of department ids', () => {
  it('is one of the contract’s two', () => {
    for (const type of ['department_id', 'open_department_id'])
      expect(parseDepartmentIdType(type)._unsafeUnwrap()).toBe(type)
    for (const type of ['', 'code', 'DEPARTMENT_ID', 'custom_field'])
      expect(issuesOf(parseDepartmentIdType(type))).toStrictEqual(['user.department_id_type_unknown'])
  })
})

describe('a row that a tenant brings', () => {
  it('belongs to it, beside whatever it names', () => {
    const row: NewUser = { username: 'bob' }
    expect(ofTenant(row, 't1')).toStrictEqual({ username: 'bob', tenantIds: ['t1'] })
    expect(ofTenant({ tenantIds: ['t2', 't1'] }, 't1')).toStrictEqual({ tenantIds: ['t2', 't1', 't1'] })
  })

  it('is as it is where it is the pool’s', () => {
    const row = { tenantIds: ['t2'] }
    expect(ofTenant(row, undefined)).toBe(row)
  })
})

describe('a change that is made for a tenant', () => {
  it.each([[[]], [['t2']]])('cannot take the user out of it: %j', (tenantIds) => {
    expect(issuesOf(checkTenantStays({ tenantIds }, 't1'))).toStrictEqual(['tenantIds user.tenant_missing'])
    expect(checkTenantStays({ tenantIds }, undefined).isOk()).toBe(true)
  })

  it.each([{}, { tenantIds: ['t1'] }, { tenantIds: ['t2', 't1'] }])(
    'may leave the user there: %j',
    (changes) => {
      expect(checkTenantStays(changes, 't1').isOk()).toBe(true)
    },
  )
})

describe('the memberships of a changed user', () => {
  const present = { departmentIds: ['d9'], tenantIds: ['t1'] }
  const change = (changes: NewUser, tenant?: string) => changeMemberships(present, changes, known, tenant)

  it('stay if they are not given, whether or not the organization still knows them', () => {
    expect(change({})._unsafeUnwrap()).toStrictEqual(present)
    expect(change({ departmentIds: ['open-2'] })._unsafeUnwrap()).toStrictEqual({
      departmentIds: ['d2'],
      tenantIds: ['t1'],
    })
    expect(change({ tenantIds: [] })._unsafeUnwrap()).toStrictEqual({ departmentIds: ['d9'], tenantIds: [] })
  })

  it('are refused if the organization does not know them, or if the tenant loses its user', () => {
    expect(issuesOf(change({ departmentIds: ['none'], tenantIds: ['t2'] }, 't1'))).toStrictEqual([
      'departmentIds.0 user.department_unknown',
      'tenantIds user.tenant_missing',
    ])
  })
})

describe('the references of some rows', () => {
  it('are named once', () => {
    const rows = [{ departmentIds: ['a', 'b'] }, {}, { departmentIds: ['b'], tenantIds: ['t', 't'] }]
    expect(referencesIn(rows)).toStrictEqual({ departmentIds: ['a', 'b'], tenantIds: ['t'] })
  })
})
