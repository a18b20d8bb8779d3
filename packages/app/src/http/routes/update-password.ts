import { inside, issue, rejected, type Failure, type Path } from '@keepsake/domain'
import { err, ok, safeTry, type Result, type ResultAsync } from 'neverthrow'
import { decryptPassword } from '../../use-cases/passwords/decrypt-password.ts'
import { later } from '../../use-cases/soon.ts'
import type { PasswordUpdate } from '../../use-cases/users/update-passwords.ts'
import type { PasswordWish } from '../../wire/update-user.ts'
import type { ManagementContext } from './route.ts'
import { inBody, renamed } from './issue-places.ts'

/** What the facade is to make of a wish, its password taken out of its cipher. */
export const readPasswordWish = (
  wish: PasswordWish,
  { transportCiphers }: ManagementContext,
): ResultAsync<{ readonly password?: PasswordUpdate }, Failure> =>
  safeTry(async function* () {
    switch (wish.kind) {
      case 'keep':
        return ok({})
      case 'require-change':
        return ok({ password: { by: 'user' } as const })
      case 'generate':
        return ok({ password: { by: 'generated', mustChange: wish.mustChange } as const })
      case 'set': {
        const opened = yield* later(decryptPassword(wish, transportCiphers))
        const newPassword = yield* inside(['password'], opened).mapErr(rejected)
        return ok({
          password: { by: 'administrator', newPassword, mustChange: wish.mustChange } as const,
        })
      }
    }
  })

/** Refuses a batch with more passwords to hash than a caller waits for. */
export const checkRowsToHash = (
  rows: readonly { readonly password: PasswordWish }[],
  { rowsToHash }: ManagementContext,
): Result<void, Failure> =>
  rows.filter(({ password: { kind } }) => kind === 'set' || kind === 'generate').length > rowsToHash
    ? err(rejected([issue('password.too_many_to_hash', ['list'], { max: rowsToHash })]))
    : ok()

/** The wire has a password's text where the facade has all that is to become of it. */
const withoutNew = (path: Path): Path =>
  path.filter((step, index) => step !== 'newPassword' || path[index - 1] !== 'password')

/** Where the issues of an update stand in a body. */
export const inUpdate = (failure: Failure): Failure => renamed(withoutNew)(inBody(failure))
