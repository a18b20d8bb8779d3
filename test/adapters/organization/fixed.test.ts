import { openFixedOrganization } from '@keepsake/adapters/organization/fixed'
import { describe, expect, it } from 'vitest'

const listed = openFixedOrganization({
  departments: [{ departmentId: 'd1', openDepartmentId: 'od-1' }, { departmentId: 'd2' }],
  tenants: ['t1', 't2'],
})
const trusting = openFixedOrganization({ departments: 'any', tenants: 'any' })

describe('an organization that is given as lists', () => {
  it('finds the departments it knows by our id, and leaves out all others', async () => {
    const found = await listed.findDepartments('department_id', [
      'd2',
      'd9',
      'd1',
      'd1',
      'od-1',
      'constructor',
    ])
    expect(found._unsafeUnwrap()).toStrictEqual(
      new Map([
        ['d2', 'd2'],
        ['d1', 'd1'],
      ]),
    )
  })

  it('finds the department behind an open department id', async () => {
    const found = await listed.findDepartments('open_department_id', ['od-1', 'od-2', 'd1', 'd2'])
    expect(found._unsafeUnwrap()).toStrictEqual(new Map([['od-1', 'd1']]))
  })

  it('finds those tenants that it knows', async () => {
    expect((await listed.findTenants(['t2', 't9', 't1']))._unsafeUnwrap()).toStrictEqual(
      new Set(['t2', 't1']),
    )
  })
})

describe('an organization that trusts its caller', () => {
  it('takes every department id and tenant id as it is', async () => {
    const found = await trusting.findDepartments('department_id', ['x', '__proto__'])
    expect(found._unsafeUnwrap()).toStrictEqual(
      new Map([
        ['x', 'x'],
        ['__proto__', '__proto__'],
      ]),
    )
    expect((await trusting.findTenants(['x', 'y']))._unsafeUnwrap()).toStrictEqual(new Set(['x', 'y']))
  })

  it('cannot tell what an open department id stands for', async () => {
    expect((await trusting.findDepartments('open_department_id', ['x']))._unsafeUnwrap().size).toBe(0)
  })
})
