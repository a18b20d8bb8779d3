import { describe, expect, it } from 'vitest'
import { tenantOf } from '../../../packages/http/src/auth/tenant-of.ts'

const names = ['x-authing-tenant-id', 'x-authing-app-tenant-id', 'x-authing-app-id']

describe.each(names)('the tenant that %s names', (name) => {
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['tenA', 'tenA'],
    // As node joins headers of one name.
    ['tenA, tenA', 'tenA'],
    ['tenA,tenA,tenA', 'tenA'],
  ])('of the value %o is %o', (value, tenantId) => {
    expect(tenantOf({ [name]: value }, {})._unsafeUnwrap()).toBe(tenantId)
    const bound = tenantOf({ [name]: value }, { tenantId: 'tenA' })
    expect(bound._unsafeUnwrap()).toBe('tenA')
  })

  it.each([
    'tenA, tenB',
    'tenA,',
    ',',
    ', ',
    ' , ,',
    ', tenA',
    'tenA, , tenA',
    'tenB, tenA',
    'x'.repeat(3000),
    'tenA,'.repeat(9),
  ])('is refused where it came several times and differs: %o', (value) => {
    for (const key of [{}, { tenantId: 'tenA' }])
      expect(tenantOf({ [name]: value }, key)._unsafeUnwrapErr().issues).toMatchObject([
        { code: 'request.tenant_not_allowed', path: [name] },
      ])
  })
})
