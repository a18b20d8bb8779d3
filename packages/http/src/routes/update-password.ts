import type { UserUpdate } from '@keepsake/app'
import { issue, rejected, type Failure, type Path } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { ManagementContext } from './route.ts'
import { inBody, renamed } from './issue-places.ts'

/** Refuses a batch with more passwords to hash than a caller waits for. */
export const checkRowsToHash = (
  rows: readonly Pick<UserUpdate, 'password'>[],
  { rowsToHash }: ManagementContext,
): Result<void, Failure> =>
  rows.filter(({ password }) => password !== undefined && password.by !== 'user').length > rowsToHash
    ? err(rejected([issue('password.too_many_to_hash', ['list'], { max: rowsToHash })]))
    : ok()

/** The wire has a password's text where the API has all that is to become of it. */
const withoutNew = (path: Path): Path =>
  path.filter((step, index) => step !== 'newPassword' || path[index - 1] !== 'password')

/** Where the issues of an update stand in a body. */
export const inUpdate = (failure: Failure): Failure => renamed(withoutNew)(inBody(failure))
