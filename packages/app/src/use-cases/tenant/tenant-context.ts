import type { Organization } from '@keepsake/domain'
import { okAsync } from 'neverthrow'
import type { Context, PoolContext } from '../../context.ts'
import { openTenantStorage } from './tenant-storage.ts'

/**
 * The context of a use case for a tenant. It is that of the pool, but users and data of other tenants do not exist in it.
 */
export const inTenant = (context: PoolContext, tenantId: string): Context => ({
  ...context,
  tenantId,
  ports: { ...context.ports, organization: tenantOrganization(context.ports.organization, tenantId) },
  storage: openTenantStorage(context.storage, tenantId),
})

/** Departments belong to the organization and so to the whole pool. Only this one tenant is known. */
const tenantOrganization = (organization: Organization, tenantId: string): Organization => ({
  findDepartments: (idType, references) => organization.findDepartments(idType, references),
  findTenants: (ids) => (ids.includes(tenantId) ? organization.findTenants([tenantId]) : okAsync(new Set())),
})
