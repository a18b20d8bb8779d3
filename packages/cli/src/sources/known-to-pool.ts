import type { Config } from '../composition/config.ts'
import type { SourceOptions } from './source-options.ts'

/** What the pool of a configuration knows: its custom fields and its departments. */
export const knownToPool = ({ pool, departments }: Config): SourceOptions['pool'] => ({
  customFields: pool.customFields,
  departments: departments === 'any' ? 'any' : departments.map(({ departmentId }) => departmentId),
})
