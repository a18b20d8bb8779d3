import { inside, issue, rejected, type Failure, type Path } from '@keepsake/domain'
import { err, errAsync, ok, okAsync, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { Account } from '../../account.ts'
import { decryptPassword } from '../../use-cases/passwords/decrypt-password.ts'
import { later } from '../../use-cases/soon.ts'
import type { PasswordWish } from '../../wire/update-user.ts'
import type { ManagementContext } from './route.ts'
import { renamed } from './issue-places.ts'

/** A wish whose password is in clear, and was judged. */
export type ReadyPassword =
  | { readonly kind: 'keep' | 'require-change' }
  | { readonly kind: 'generate'; readonly mustChange: boolean }
  | { readonly kind: 'set'; readonly newPassword: string; readonly mustChange: boolean }

/**
 * Takes a password out of its cipher, and asks the pool's policy. To do so before anything else of a request is written
 * is what keeps a refused password from leaving half of the request behind.
 */
export const checkPasswordWish = (
  userId: string,
  wish: PasswordWish,
  { identity, transportCiphers }: ManagementContext,
): ResultAsync<ReadyPassword, Failure> =>
  safeTry(async function* () {
    if (wish.kind !== 'set') return ok(wish)
    const opened = yield* later(decryptPassword(wish, transportCiphers))
    const newPassword = yield* inside(['password'], opened).mapErr(rejected)
    const issues = yield* identity.validatePassword({ password: newPassword, userId, by: 'administrator' })
    return issues.length === 0
      ? ok({ kind: 'set' as const, newPassword, mustChange: wish.mustChange })
      : errAsync(rejected(issues))
  })

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
  ready: ReadyPassword,
  { identity }: ManagementContext,
): ResultAsync<Account | undefined, Failure> => {
  switch (ready.kind) {
    case 'keep':
      return okAsync(undefined)
    case 'require-change':
      return identity.requirePasswordChange({ userId })
    case 'generate':
      return identity.resetPassword({ userId, by: 'generated', mustChange: ready.mustChange })
    case 'set':
      return identity
        .resetPassword({
          userId,
          by: 'administrator',
          newPassword: ready.newPassword,
          mustChange: ready.mustChange,
        })
        .mapErr(atPassword)
  }
}

const atPassword = renamed((path) => path.map(renameStep))

const renameStep = (step: Path[number]): Path[number] => (step === 'newPassword' ? 'password' : step)
