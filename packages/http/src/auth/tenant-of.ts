import { issue, splitWithin, rejected, type Rejected } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { BoundKey } from './access-key.ts'
import type { IncomingRequest } from './incoming-request.ts'

/**
 * The headers in which SDKs name a tenant: first Java's, then that of Go and v2, then Node's, which Node itself uses for an
 * app's id.
 */
const tenantHeaders = ['x-authing-tenant-id', 'x-authing-app-tenant-id', 'x-authing-app-id'] as const

/** Far above any id that is sent a few times. */
const bounds = { length: 2048, parts: 8 }

/**
 * The tenant that a management request is about: the one that its key is bound to, or else the one that its headers name.
 * `undefined` if the request is about the whole pool. A header can only limit a key that is bound to no tenant; for a bound
 * key it must name the same tenant. An empty header counts as absent, because Go's SDK sends it if no tenant is set. A
 * repeated header arrives as a list with commas, and all its entries must be the same tenant.
 */
export const tenantOf = (
  headers: IncomingRequest['headers'],
  { tenantId: bound }: Pick<BoundKey, 'tenantId'>,
): Result<string | undefined, Rejected> => {
  const named = tenantHeaders.flatMap((header) => {
    const value = headers[header] ?? ''
    if (value === '') return []
    const tenants = splitWithin(value, ',', bounds) ?? ['']
    return tenants.map((each) => ({ header, tenantId: each.trim() }))
  })
  const tenantId = bound ?? named[0]?.tenantId
  const other = named.find((each) => each.tenantId !== tenantId || each.tenantId === '')
  return other === undefined
    ? ok(tenantId)
    : err(rejected([issue('request.tenant_not_allowed', [other.header])]))
}
