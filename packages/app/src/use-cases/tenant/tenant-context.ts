import type { Directory } from '@keepsake/domain'
import { okAsync } from 'neverthrow'
import type { Context, PoolContext } from '../../context.ts'
import { openTenantStorage } from './tenant-storage.ts'

/** What a use case works with for a tenant: the same as for the pool, but that there is nobody and nothing of other tenants. */
export const inTenant = (context: PoolContext, tenantId: string): Context => ({
  ...context,
  tenantId,
  ports: { ...context.ports, directory: tenantDirectory(context.ports.directory, tenantId) },
  storage: openTenantStorage(context.storage, tenantId),
})

/** Departments are the organization's, and the whole pool's; of the tenants one is known. */
const tenantDirectory = (directory: Directory, tenantId: string): Directory => ({
  findDepartments: (idType, references) => directory.findDepartments(idType, references),
  findTenants: (ids) => (ids.includes(tenantId) ? directory.findTenants([tenantId]) : okAsync(new Set())),
})
