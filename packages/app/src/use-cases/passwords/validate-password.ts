import { inside, under, type Failure, type Issue, type NewUser } from '@keepsake/domain'
import {
  checkChooser,
  draftUser,
  givenIdentifiers,
  ownIdentifiers,
  type PasswordAccount,
} from '@keepsake/domain/rules'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { requireUser } from '../shared/require-user.ts'
import { findPasswordAccount, judgePassword } from './judge-password.ts'
import { parseNewPassword } from './new-password.ts'
import type { PasswordTransport } from './password-transport.ts'

/** A password to check: for a user of the pool, for a future user, or for no particular user. */
export type ValidatePassword = PasswordTransport & {
  readonly password: string
  /** A user of the pool. */
  readonly userId?: string
  /** A future user. Not allowed together with `userId`. */
  readonly user?: NewUser
  /** Who chooses the password. The default is the user. */
  readonly by?: 'administrator'
}

/**
 * Lists every issue that the pool's policy has with a password. The list is empty if the password is allowed. It is not
 * compared with the user's present and earlier passwords: the answer would help a guesser.
 */
export const validatePassword = (
  command: ValidatePassword,
  context: Context,
): ResultAsync<readonly Issue[], Failure> => {
  const plain = checkChooser(command.by ?? 'user', context.settings.passwords).andThen(() =>
    parseNewPassword(command.password, context),
  )
  return inside(['password'], plain).match(
    (chosen) =>
      findAccount(command, context)
        .andThen((account) => judgePassword(chosen, account, context))
        .map((issues) => under(['password'], issues)),
    (issues) => okAsync(issues),
  )
}

const findAccount = (command: ValidatePassword, context: Context): ResultAsync<PasswordAccount, Failure> => {
  if (command.user !== undefined) return okAsync(toPasswordAccount(command.user, context))
  if (command.userId === undefined) return okAsync({ identifiers: [], hasSecondFactor: false })
  return requireUser(command.userId, context.storage).andThen((user) => findPasswordAccount(user, context))
}

/** If a field is invalid, for example while a person still types it, all fields are used as they are. */
const toPasswordAccount = (given: NewUser, { settings, ports }: Context): PasswordAccount => ({
  identifiers: draftUser(given, settings, ports.phoneNumbers, { now: ports.system.clock() })
    .draft.map(ownIdentifiers)
    .unwrapOr(givenIdentifiers(given)),
  hasSecondFactor: given.otp !== undefined,
})
