import type { ResultAsync } from 'neverthrow'
import type { Unavailable } from '../../kernel/failure.ts'

/** Which id of a department the caller uses: ours, or the id that the organization itself gave it. */
export type DepartmentIdType = 'department_id' | 'open_department_id'

/** Port: the organization's departments and tenants. Another part of the embedding service manages them. */
export type Organization = {
  /** The department ids for the given references. A reference that stands for no department is absent. */
  readonly findDepartments: (
    idType: DepartmentIdType,
    references: readonly string[],
  ) => ResultAsync<ReadonlyMap<string, string>, Unavailable>
  /** Those of the given tenant ids that exist. */
  readonly findTenants: (ids: readonly string[]) => ResultAsync<ReadonlySet<string>, Unavailable>
}
