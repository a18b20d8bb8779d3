import {
  changeUser,
  checkMemberships,
  checkTenantStays,
  gather,
  inside,
  issue,
  parseDepartmentIdType,
  rejected,
  unavailable,
  type Checked,
  type Failure,
  type Issue,
  type KnownMemberships,
  type User,
  type UserChanges,
  refuseAny,
} from '@keepsake/domain'
import { errAsync, ok, ResultAsync, safeTry } from 'neverthrow'
import type { Account } from './account.ts'
import type { Context } from '../../context.ts'
import { inList } from '../shared/batch.ts'
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
  const { rows: max } = settings.limits
  if (list.length === 0) return [issue('user.list_empty', ['list'])]
  if (list.length > max) return [issue('user.list_too_long', ['list'], { max })]
  const rowOf = new Map(list.map(({ userId }, row) => [userId, row]))
  return list.flatMap(({ userId }, row) => {
    const other = rowOf.get(userId)
    return other === row ? [] : [issue('user.repeated', ['list', row, 'userId'], { row: other ?? row })]
  })
}

/** More than the number of people and programs that change one user while a password is hashed. */
const mostTries = 8

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

const changeWithPasswords = (
  rows: Parameters<typeof withPasswords>[0],
  context: Context,
  tries: number = mostTries,
): ResultAsync<readonly User[], RowsRefused | Failure> =>
  withPasswords(rows, context)
    .andThen((ready) => changeUsers(ready, context))
    .map((users) => {
      for (const { userId: id, password } of rows) if (isReset(password)) context.repeats.forgetWrong(id)
      return users
    })
    .orElse((why) => {
      if (why.kind !== 'rows-refused' || !wereOvertaken(why, rows)) return errAsync(why)
      return tries > 1
        ? changeWithPasswords(rows, context, tries - 1)
        : errAsync(unavailable('storage', new Error('a user is being changed over and over')))
    })

/** Asks the organization before the transaction, so that the transaction does not wait for it. */
const findMemberships = (
  list: readonly UserUpdate[],
  { departmentIdType = 'department_id' }: Options,
  { ports: { directory } }: Context,
): ResultAsync<KnownMemberships, Failure> =>
  inside(['departmentIdType'], parseDepartmentIdType(departmentIdType))
    .mapErr(rejected)
    .asyncAndThen((type) =>
      ResultAsync.combine([
        directory.findDepartments(type, referencesIn(list, 'departmentIds')),
        directory.findTenants(referencesIn(list, 'tenantIds')),
      ]).map(([departments, tenants]) => ({ departments, tenants })),
    )

const referencesIn = (
  list: readonly UserUpdate[],
  field: 'departmentIds' | 'tenantIds',
): readonly string[] => [...new Set(list.flatMap(({ changes }) => changes[field] ?? []))]

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
        changeUser(user, changes, settings, ports.phoneNumbers, ports.sources.clock()),
        checkMemberships(changes, known),
        checkTenantStays(changes, tenantId),
      ).map(([changed, { departmentIds, tenantIds }]) => ({
        ...changed,
        departmentIds: changes.departmentIds === undefined ? user.departmentIds : departmentIds,
        tenantIds: changes.tenantIds === undefined ? user.tenantIds : tenantIds,
      })),
    ),
})
