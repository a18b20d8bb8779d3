import { issue, splitWithin, rejected, type Rejected } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { BoundKey } from './access-key.ts'
import type { IncomingRequest } from './incoming-request.ts'

/** The headers by which SDKs name a tenant: Java's; Go's and those of v2; and Node's, whose own word for it is an app's id. */
const tenantHeaders = ['x-authing-tenant-id', 'x-authing-app-tenant-id', 'x-authing-app-id'] as const

/** Far above any id, sent a few times. */
const bounds = { length: 2048, parts: 8 }

/**
 * The tenant whose users a management request is about: the one that its key is bound to, or else the one that its headers
 * name; nothing where it is about the whole pool. A header narrows a key that is bound to no tenant, and says of another
 * one at most what that says already. An empty one says nothing: Go's SDK sends it wherever no tenant was set. One that came
 * several times arrives as a list with commas, all of which must be the same tenant.
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
