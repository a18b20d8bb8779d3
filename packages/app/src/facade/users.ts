import type { Failure, UserSearch } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Account } from '../account.ts'
import type { Context } from '../context.ts'
import { checkUnread } from '../input/check-input.ts'
import {
  countUsersInput,
  deleteUsersInput,
  findUserInput,
  linkIdentityInput,
  listUsersInput,
  unlinkIdentityInput,
  unreadUsers,
  updateUserInput,
  updateUsersInput,
  userIdInput,
} from '../input/users.ts'
import { checkCanaries } from '../use-cases/create-users/check-canaries.ts'
import type { CreateUsers, CreateUsersReport } from '../use-cases/create-users/command.ts'
import { createUsers } from '../use-cases/create-users/create-users.ts'
import { findUser, getUser, type UserLookup } from '../use-cases/find-user.ts'
import { deleteUsers, type DeletedUsers, type DeleteUsers } from '../use-cases/users/delete-users.ts'
import {
  linkIdentity,
  unlinkIdentity,
  type LinkIdentity,
  type UnlinkIdentity,
} from '../use-cases/users/link-identity.ts'
import { countUsers, listUsers, type ListUsers, type UserPage } from '../use-cases/users/list-users.ts'
import {
  updateUser,
  updateUsers,
  type UpdateUser,
  type UpdateUsers,
} from '../use-cases/users/update-users.ts'
import { type Doors, type GuardedVerbs } from './door.ts'

/** The directory: bringing users in, looking at them, changing and deleting them. */
export type UserVerbs = {
  /** Creates a batch of users with all that they bring: all of them or none, or row by row with a report. */
  readonly createUsers: (command: CreateUsers) => ResultAsync<CreateUsersReport, Failure>
  /** Checks known passwords of a batch's rows, as `createUsers` would before it writes; writes nothing. */
  readonly checkCanaries: (command: CreateUsers) => ResultAsync<void, Failure>
  readonly getUser: (id: string) => ResultAsync<Account | undefined, Failure>
  readonly findUser: (by: UserLookup) => ResultAsync<Account | undefined, Failure>
  /** Lists users page by page, by filters and by the beginning of an identifier or name. */
  readonly listUsers: (query: ListUsers) => ResultAsync<UserPage, Failure>
  /** Counts the users whom `listUsers` would list. */
  readonly countUsers: (query: UserSearch) => ResultAsync<number, Failure>
  /** Changes what the directory holds of a user: identifiers, profile, status, departments, tenants, custom data. */
  readonly updateUser: (command: UpdateUser) => ResultAsync<Account, Failure>
  /** The same for several users, all or none. */
  readonly updateUsers: (command: UpdateUsers) => ResultAsync<readonly Account[], Failure>
  /** Links an account at an external provider to a user. */
  readonly linkIdentity: (command: LinkIdentity) => ResultAsync<Account, Failure>
  /** Takes a user's accounts at an identity source away. */
  readonly unlinkIdentity: (command: UnlinkIdentity) => ResultAsync<Account, Failure>
  /** Deletes users with everything that hangs on them, for good. */
  readonly deleteUsers: (command: DeleteUsers) => ResultAsync<DeletedUsers, Failure>
}

export const userVerbs = (context: Context, { door, doorOf }: Doors): GuardedVerbs<UserVerbs> => ({
  // Their rows are read by themselves: in mode `each` one of another shape is reported like any other that is refused.
  createUsers: doorOf(checkUnread, unreadUsers, (batch) => createUsers(batch, context)),
  checkCanaries: doorOf(checkUnread, unreadUsers, (batch) => checkCanaries(batch, context)),
  getUser: door(userIdInput, (id) => getUser(id, context)),
  findUser: door(findUserInput, (by) => findUser(by, context)),
  listUsers: door(listUsersInput, (query) => listUsers(query, context)),
  countUsers: door(countUsersInput, (query) => countUsers(query, context)),
  updateUser: door(updateUserInput, (command) => updateUser(command, context)),
  updateUsers: door(updateUsersInput, (command) => updateUsers(command, context)),
  linkIdentity: door(linkIdentityInput, (command) => linkIdentity(command, context)),
  unlinkIdentity: door(unlinkIdentityInput, (command) => unlinkIdentity(command, context)),
  deleteUsers: door(deleteUsersInput, (command) => deleteUsers(command, context)),
})
