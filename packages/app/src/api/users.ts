import type { Failure, UserSearch } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Account } from '../use-cases/users/account.ts'
import type { Context } from '../context.ts'
import { checkUnread } from '../input/check-input.ts'
import { unlockUserInput } from '../input/sign-ins.ts'
import {
  countUsersInput,
  deleteUsersInput,
  findUserInput,
  listUsersInput,
  ofUserInput,
  unreadUsers,
  updateUserInput,
  updateUsersInput,
} from '../input/users.ts'
import { checkCanaries } from '../use-cases/create-users/check-canaries.ts'
import type { CreateUsers, CreateUsersReport } from '../use-cases/create-users/command.ts'
import { createUsers } from '../use-cases/create-users/create-users.ts'
import { findUser, getUser, type UserLookup } from '../use-cases/users/find-user.ts'
import { unlockUser, type UnlockUser } from '../use-cases/users/unlock-user.ts'
import { deleteUsers, type DeletedUsers, type DeleteUsers } from '../use-cases/users/delete-users.ts'
import { countUsers, listUsers, type ListUsers, type UserPage } from '../use-cases/users/list-users.ts'
import {
  updateUser,
  updateUsers,
  type UpdateUser,
  type UpdateUsers,
} from '../use-cases/users/update-users.ts'
import type { Doors, Guarded } from './door.ts'

/** `keepsake.users`: creates, reads, changes and deletes users. */
export type Users = {
  /**
   * Creates a batch of users with their passwords, linked identities and authenticators. Mode `all` writes all rows or none.
   * Mode `each` writes the good rows and reports the others.
   */
  readonly create: (command: CreateUsers) => ResultAsync<CreateUsersReport, Failure>
  /** Checks known passwords of a batch's rows, in the same way as `create` does before it writes. It writes nothing. */
  readonly checkCanaries: (command: CreateUsers) => ResultAsync<void, Failure>
  /** Finds the user with this id. `undefined` if there is none. */
  readonly get: (of: { readonly userId: string }) => ResultAsync<Account | undefined, Failure>
  /** Finds the user with an identifier or a login. `undefined` if there is none. */
  readonly find: (by: UserLookup) => ResultAsync<Account | undefined, Failure>
  /** Lists users page by page. Filters and the beginning of an identifier or name can narrow the list. */
  readonly list: (query: ListUsers) => ResultAsync<UserPage, Failure>
  /** Counts the users that `list` would list. */
  readonly count: (query: UserSearch) => ResultAsync<number, Failure>
  /** Changes a user's identifiers, profile, status, departments, tenants or custom data. */
  readonly update: (command: UpdateUser) => ResultAsync<Account, Failure>
  /** Changes several users in the same way: all of them or none. */
  readonly updateMany: (command: UpdateUsers) => ResultAsync<readonly Account[], Failure>
  /** Deletes users and everything that belongs to them. This cannot be undone. */
  readonly delete: (command: DeleteUsers) => ResultAsync<DeletedUsers, Failure>
  /** Lets a user try again after too many wrong codes. For administrators. */
  readonly unlock: (command: UnlockUser) => ResultAsync<Account, Failure>
}

/** Makes `keepsake.users`. */
export const openUsers = (context: Context, { door, doorOf }: Doors): Guarded<Users> => ({
  // Each row is checked by itself. In mode `each`, a row of the wrong shape is reported like any other refused row.
  create: doorOf(checkUnread, unreadUsers, (batch) => createUsers(batch, context)),
  checkCanaries: doorOf(checkUnread, unreadUsers, (batch) => checkCanaries(batch, context)),
  get: door(ofUserInput, ({ userId }) => getUser(userId, context)),
  find: door(findUserInput, (by) => findUser(by, context)),
  list: door(listUsersInput, (query) => listUsers(query, context)),
  count: door(countUsersInput, (query) => countUsers(query, context)),
  update: door(updateUserInput, (command) => updateUser(command, context)),
  updateMany: door(updateUsersInput, (command) => updateUsers(command, context)),
  delete: door(deleteUsersInput, (command) => deleteUsers(command, context)),
  unlock: door(unlockUserInput, (command) => unlockUser(command, context)),
})
