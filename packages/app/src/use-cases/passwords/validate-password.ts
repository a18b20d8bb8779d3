import {
  draftUser,
  givenIdentifiers,
  inside,
  issue,
  ownIdentifiers,
  under,
  userId,
  type Failure,
  type Issue,
  type NewUser,
  type PasswordAccount,
} from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { userNotFound } from '../find-user.ts'
import { findPasswordAccount, judgePassword } from './judge-password.ts'
import { parseNewPassword } from './new-password.ts'
import type { PasswordTransport } from './password-transport.ts'

/** A password that somebody thinks of: for a user of the pool, for one who is about to be, or for nobody in particular. */
export type ValidatePassword = PasswordTransport & {
  readonly password: string
  /** One of the pool. */
  readonly userId?: string
  /** One who is about to be. Not beside `userId`. */
  readonly user?: NewUser
  /** Who chooses it: the user, where absent. */
  readonly by?: 'administrator'
}

/**
 * Every issue that the pool's policy has with a password, none where it would be taken. It is not compared with those
 * that the user has or had: whoever could ask that could guess.
 */
export const validatePassword = (
  command: ValidatePassword,
  context: Context,
): ResultAsync<readonly Issue[], Failure> => {
  if (command.by === 'administrator' && !context.settings.passwords.chosenByAdministrators)
    return okAsync([issue('password.not_for_administrators', ['password'])])
  return inside(['password'], parseNewPassword(command.password, context)).match(
    (plain) =>
      findAccount(command, context)
        .andThen((account) => judgePassword(plain, account, context))
        .map((issues) => under(['password'], issues)),
    (issues) => okAsync(issues),
  )
}

const findAccount = (command: ValidatePassword, context: Context): ResultAsync<PasswordAccount, Failure> => {
  if (command.user !== undefined) return okAsync(toPasswordAccount(command.user, context))
  if (command.userId === undefined) return okAsync({ identifiers: [], hasSecondFactor: false })
  return context.storage.users
    .findByIds([userId(command.userId)])
    .andThen(([user]) =>
      user === undefined
        ? errAsync<PasswordAccount, Failure>(userNotFound)
        : findPasswordAccount(user, context),
    )
}

/** Where a field is still wrong, as while somebody types it, all of them count as they stand. */
const toPasswordAccount = (given: NewUser, { settings, ports }: Context): PasswordAccount => ({
  identifiers: draftUser(given, settings, ports.phoneNumbers, { now: ports.sources.clock() })
    .draft.map(ownIdentifiers)
    .unwrapOr(givenIdentifiers(given)),
  hasSecondFactor: given.otp !== undefined,
})
