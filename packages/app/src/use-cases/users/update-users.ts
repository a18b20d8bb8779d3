import {
  gather,
  inside,
  issue,
  refuseAny,
  rejected,
  type Checked,
  type Failure,
  type Issue,
  type User,
  type UserChanges,
} from '@keepsake/domain'
import {
  changeMemberships,
  changeUser,
  checkListSize,
  inList,
  laterRows,
  parseDepartmentIdType,
  referencesIn,
  userListSize,
  type KnownMemberships,
} from '@keepsake/domain/rules'
import { ok, ResultAsync, safeTry } from 'neverthrow'
import type { Account } from './account.ts'
import type { Context } from '../../context.ts'
import { repeatOvertaken } from '../shared/repeatable-work.ts'
import { changeUsers, issuesOf, type RowChange, type RowsRefused } from './change-users.ts'
import { findAccounts } from './list-users.ts'
import {
  checkResets,
  isReset,
  wereOvertaken,
  withPasswords,
  type PasswordUpdate,
} from './update-passwords.ts'

/** The changes of one user. With `version`, they apply only to that version of the record. */
export type UserUpdate = {
  readonly userId: string
  readonly changes: UserChanges
  readonly version?: number
  /** Written in the same transaction: both the user and the password are changed, or neither. */
  readonly password?: PasswordUpdate
}

type Options = {
  /** What `departmentIds` contains: `department_id` (the default) or `open_department_id`. */
  readonly departmentIdType?: string
}

/** The changes of one user, and how to read them. */
export type UpdateUser = UserUpdate & Options

/** The changes of several users, and how to read them. */
export type UpdateUsers = Options & { readonly list: readonly UserUpdate[] }

/** Changes one user. */
export const updateUser = (command: UpdateUser, context: Context): ResultAsync<Account, Failure> =>
  update([command], command, context, issuesOf).andThen((accounts) => {
    const [account] = accounts
    if (account === undefined) throw new Error('A user was changed and is none')
    return ok(account)
  })

/** Changes several users, all or none. They may exchange unique values. */
export const updateUsers = (
  { list, ...options }: UpdateUsers,
  context: Context,
): ResultAsync<readonly Account[], Failure> =>
  safeTry(async function* () {
    yield* refuseAny([...checkList(list, context), ...checkResets(list, context)])
    return update(list, options, context, ({ rows }) => inList(rows))
  })

const checkList = (list: readonly UserUpdate[], { settings }: Context): readonly Issue[] => {
  const size = checkListSize(list, settings.limits.rows, userListSize)
  return size.length > 0 ? size : checkRepeated(list)
}

/** Each row whose user another row changes too is named, with the last of them. */
const checkRepeated = (list: readonly UserUpdate[]): readonly Issue[] =>
  [...laterRows(list.map(({ userId }) => userId))].map(([row, other]) =>
    issue('user.repeated', ['list', row, 'userId'], { row: other }),
  )

const update = (
  list: readonly UserUpdate[],
  options: Options,
  context: Context,
  toIssues: (why: RowsRefused) => readonly Issue[],
): ResultAsync<readonly Account[], Failure> =>
  safeTry(async function* () {
    const known = yield* findMemberships(list, options, context)
    const rows = list.map((row) => ({ ...toRowChange(row, known, context), password: row.password }))
    const users = yield* changeWithPasswords(rows, context).mapErr((why): Failure =>
      why.kind === 'rows-refused' ? rejected(toIssues(why)) : why,
    )
    return findAccounts(users, context)
  })

/** If a user changes while the new password is hashed, everything is done again for the new version. */
const changeWithPasswords = (
  rows: Parameters<typeof withPasswords>[0],
  context: Context,
): ResultAsync<readonly User[], RowsRefused | Failure> =>
  repeatOvertaken<readonly User[], RowsRefused | Failure, RowsRefused>(
    () => withPasswords(rows, context).andThen((ready) => changeUsers(ready, context)),
    { isOvertaken: (why) => wereOvertaken(why, rows), what: 'a user' },
  ).map((users) => {
    for (const { userId: id, password } of rows) if (isReset(password)) context.repeats.forgetWrong(id)
    return users
  })

/** Asks the organization before the transaction, so that the transaction does not wait for it. */
const findMemberships = (
  list: readonly UserUpdate[],
  { departmentIdType = 'department_id' }: Options,
  { ports: { organization } }: Context,
): ResultAsync<KnownMemberships, Failure> => {
  const { departmentIds, tenantIds } = referencesIn(list.map(({ changes }) => changes))
  return inside(['departmentIdType'], parseDepartmentIdType(departmentIdType))
    .mapErr(rejected)
    .asyncAndThen((type) =>
      ResultAsync.combine([
        organization.findDepartments(type, departmentIds),
        organization.findTenants(tenantIds),
      ]).map(([departments, tenants]) => ({ departments, tenants })),
    )
}

const toRowChange = (
  { userId, version, changes }: UserUpdate,
  known: KnownMemberships,
  { settings, ports, tenantId }: Context,
): RowChange => ({
  userId,
  ...(version === undefined ? {} : { version }),
  placeOfKey: (path) => ['changes', ...path],
  change: (user): Checked<User> =>
    inside(
      ['changes'],
      gather(
        changeUser(user, changes, settings, ports.phoneNumbers, ports.system.clock()),
        changeMemberships(user, changes, known, tenantId),
      ).map(([changed, memberships]) => ({ ...changed, ...memberships })),
    ),
})
