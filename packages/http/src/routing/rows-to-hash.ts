import type { UserUpdate } from '@keepsake/app'
import { issue, rejected, type Failure, type Path } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { ManagementContext } from './route.ts'
import { inBody, renamed } from './issue-places.ts'

/** Refuses a batch with more passwords to hash than a caller can wait for. */
export const checkRowsToHash = (
  rows: readonly Pick<UserUpdate, 'password'>[],
  { rowsToHash }: ManagementContext,
): Result<void, Failure> =>
  rows.filter(({ password }) => password !== undefined && password.by !== 'user').length > rowsToHash
    ? err(rejected([issue('password.too_many_to_hash', ['list'], { max: rowsToHash })]))
    : ok()

/** A body has only the text of the password. The API has an object with all that must happen to the password. */
const withoutNew = (path: Path): Path =>
  path.filter((step, index) => step !== 'newPassword' || path[index - 1] !== 'password')

/** Moves the issues of an update to their places in a body. */
export const inUpdate = (failure: Failure): Failure => renamed(withoutNew)(inBody(failure))
