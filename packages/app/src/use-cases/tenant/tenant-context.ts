import type { Directory } from '@keepsake/domain'
import { okAsync } from 'neverthrow'
import type { Context, PoolContext } from '../../context.ts'
import { openTenantStorage } from './tenant-storage.ts'

/**
 * The context of a use case for a tenant. It is that of the pool, but users and data of other tenants do not exist in it.
 */
export const inTenant = (context: PoolContext, tenantId: string): Context => ({
  ...context,
  tenantId,
  ports: { ...context.ports, directory: tenantDirectory(context.ports.directory, tenantId) },
  storage: openTenantStorage(context.storage, tenantId),
})

/** Departments belong to the organization and so to the whole pool. Only this one tenant is known. */
const tenantDirectory = (directory: Directory, tenantId: string): Directory => ({
  findDepartments: (idType, references) => directory.findDepartments(idType, references),
  findTenants: (ids) => (ids.includes(tenantId) ? directory.findTenants([tenantId]) : okAsync(new Set())),
})
