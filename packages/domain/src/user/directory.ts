import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'

/** Which id of a department the caller speaks of: ours, or the one that the organization itself gave it. */
export type DepartmentIdType = 'department_id' | 'open_department_id'

/** Port: the organization's departments and tenants, which another part of the embedding service looks after. */
export type Directory = {
  /** The department ids behind the given references. A reference that stands for no department is absent. */
  readonly findDepartments: (
    idType: DepartmentIdType,
    references: readonly string[],
  ) => ResultAsync<ReadonlyMap<string, string>, Unavailable>
  /** Those of the given tenant ids that exist. */
  readonly findTenants: (ids: readonly string[]) => ResultAsync<ReadonlySet<string>, Unavailable>
}
