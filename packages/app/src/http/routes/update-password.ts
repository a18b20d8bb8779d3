import { issue, rejected, type Failure, type Path } from '@keepsake/domain'
import { err, errAsync, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'
import type { Account } from '../../account.ts'
import type { PasswordWish } from '../../wire/update-user.ts'
import type { ManagementContext } from './route.ts'
import { renamed } from './issue-places.ts'

/**
 * Asks the pool's policy of the password that is to be set. To do so before anything else of a request is written is what
 * keeps a refused password from leaving half of the request behind.
 */
export const checkPasswordWish = (
  userId: string,
  wish: PasswordWish,
  { identity }: ManagementContext,
): ResultAsync<PasswordWish, Failure> => {
  if (wish.kind !== 'set') return okAsync(wish)
  const { password, passwordEncryptType } = wish
  return identity
    .validatePassword({ password, passwordEncryptType, userId, by: 'administrator' })
    .andThen((issues) => (issues.length === 0 ? okAsync(wish) : errAsync(rejected(issues))))
}

/** Refuses a batch with more passwords to hash than a caller waits for. */
export const checkRowsToHash = (
  rows: readonly { readonly password: PasswordWish }[],
  { rowsToHash }: ManagementContext,
): Result<void, Failure> =>
  rows.filter(({ password: { kind } }) => kind === 'set' || kind === 'generate').length > rowsToHash
    ? err(rejected([issue('password.too_many_to_hash', ['list'], { max: rowsToHash })]))
    : ok()

/** Does what was wished. Answers the account where its password is another one now, or must become one. */
export const applyPassword = (
  userId: string,
  wish: PasswordWish,
  { identity }: ManagementContext,
): ResultAsync<Account | undefined, Failure> => {
  switch (wish.kind) {
    case 'keep':
      return okAsync(undefined)
    case 'require-change':
      return identity.requirePasswordChange({ userId })
    case 'generate':
      return identity.resetPassword({ userId, by: 'generated', mustChange: wish.mustChange })
    case 'set':
      return identity
        .resetPassword({
          userId,
          by: 'administrator',
          newPassword: wish.password,
          passwordEncryptType: wish.passwordEncryptType,
          mustChange: wish.mustChange,
        })
        .mapErr(atPassword)
  }
}

const atPassword = renamed((path) => path.map(renameStep))

const renameStep = (step: Path[number]): Path[number] => (step === 'newPassword' ? 'password' : step)
