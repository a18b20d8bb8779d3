import { issue, rejected, type Failure, type Path } from '@keepsake/domain'
import { errAsync, ok, ResultAsync, safeTry } from 'neverthrow'
import type { Account } from '../../account.ts'
import type { Identity } from '../../identity.ts'
import type { ListUsers } from '../../use-cases/users/list-users.ts'
import { getUserRequest, toParts, toUserQuery, type UserQuery } from '../../wire/get-user.ts'
import {
  fromLegacyList,
  listUsersQuery,
  listUsersRequest,
  toListParts,
  toListUsers,
} from '../../wire/list-users.ts'
import { toUpdateQuery, toUserUpdate, updateUserRequest, updateUsersRequest } from '../../wire/update-user.ts'
import {
  deleteUsersRequest,
  getCustomDataRequest,
  getDepartmentsRequest,
  getUsersRequest,
  isLinked,
  isUserExistsRequest,
  linkIdentityRequest,
  setCustomDataRequest,
  setDepartmentsRequest,
  toCustomData,
  toDepartmentIds,
  toDepartmentsDto,
  toLinkIdentity,
  unlinkIdentityRequest,
} from '../../wire/user-directory.ts'
import { everyPart, toUserDto, type UserDtoParts } from '../../wire/user-dto.ts'
import type { Answer, Route } from './route.ts'
import { elsewhere, find, shaped } from './shaped.ts'
import { applyPassword, checkPasswordWish } from './update-password.ts'

const access = 'management'

/** The endpoints of the user directory. */
export const directoryRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/api/v3/list-users',
    access,
    answer: (input, { identity }) =>
      shaped(listUsersRequest, input).andThen((request) =>
        toListUsers(request)
          .mapErr(rejected)
          .asyncAndThen((query) => answerList(query, toListParts(request.options), identity)),
      ),
  },
  {
    method: 'GET',
    path: '/api/v3/list-users',
    access,
    answer: (input, { identity }) =>
      shaped(listUsersQuery, input).andThen((request) =>
        answerList(fromLegacyList(request), toListParts(request), identity),
      ),
  },
  {
    method: 'GET',
    path: '/api/v3/get-user-batch',
    access,
    answer: (input, { identity }) =>
      shaped(getUsersRequest, input).andThen((request) =>
        lookUpAll(request.userIds, request.userIdType, identity).map((accounts) => ({
          data: accounts.map((account) => toUserDto(account, toParts({ userId: '', ...request }))),
        })),
      ),
  },
  {
    method: 'POST',
    path: '/api/v3/is-user-exists',
    access,
    answer: (input, { identity }) =>
      shaped(isUserExistsRequest, input).andThen(({ username, email, phone, externalId }) => {
        const queries: readonly UserQuery[] = [
          ...(username === undefined ? [] : [{ username }]),
          ...(email === undefined ? [] : [{ email }]),
          ...(phone === undefined ? [] : [{ phone }]),
          ...(externalId === undefined ? [] : [{ externalId }]),
        ]
        if (queries.length === 0) return errAsync(rejected([issue('user.identifier_missing')]))
        return ResultAsync.combine(queries.map((query) => lookUp(query, identity))).map((found) => ({
          data: { exists: found.some((account) => account !== undefined) },
        }))
      }),
  },
  {
    method: 'POST',
    path: '/api/v3/update-user',
    access,
    answer: (input, context) =>
      safeTry(async function* () {
        const request = yield* shaped(updateUserRequest, input)
        const { user } = yield* find(toUpdateQuery(request), context.identity)
        const { options, ...row } = request
        const { update, password } = toUserUpdate({ ...row, userId: user.id }, options)
        const ready = yield* checkPasswordWish(user.id, password, context)
        const updated = yield* context.identity.updateUser(update).mapErr(inBody)
        const changed = yield* applyPassword(user.id, ready, context)
        return ok({ data: toUserDto(changed ?? updated) })
      }),
  },
  {
    method: 'POST',
    path: '/api/v3/update-user-batch',
    access,
    answer: (input, context) =>
      safeTry(async function* () {
        const { list, options } = yield* shaped(updateUsersRequest, input)
        const rows = list.map((row) => toUserUpdate(row, options))
        const ready = []
        for (const [index, { update, password }] of rows.entries())
          ready.push(yield* checkPasswordWish(update.userId, password, context).mapErr(at(['list', index])))
        const updated = yield* context.identity
          .updateUsers({ list: rows.map(({ update }) => update) })
          .mapErr(inBody)
        const accounts: Account[] = []
        for (const [index, account] of updated.entries()) {
          const wish = ready[index] ?? { kind: 'keep' as const }
          const changed = yield* applyPassword(account.user.id, wish, context).mapErr(at(['list', index]))
          accounts.push(changed ?? account)
        }
        return ok({ data: accounts.map((account) => toUserDto(account)) })
      }),
  },
  {
    method: 'POST',
    path: '/api/v3/delete-users-batch',
    access,
    answer: (input, { identity }) =>
      safeTry(async function* () {
        const { userIds, options } = yield* shaped(deleteUsersRequest, input)
        const type = options?.userIdType ?? 'user_id'
        if (userIds.length === 0 || type === 'user_id') {
          yield* identity.deleteUsers({ userIds })
          return ok(done)
        }
        const found = yield* lookUpAll(userIds, type, identity)
        if (found.length > 0) yield* identity.deleteUsers({ userIds: found.map(({ user }) => user.id) })
        return ok(done)
      }),
  },
  {
    method: 'POST',
    path: '/api/v3/link-identity',
    access,
    answer: (input, { identity }) =>
      safeTry(async function* () {
        const command = toLinkIdentity(yield* shaped(linkIdentityRequest, input))
        const { user } = yield* find({ id: command.userId }, identity)
        if (!isLinked(user, command)) yield* identity.linkIdentity(command).mapErr(inBody)
        return ok(done)
      }),
  },
  {
    method: 'POST',
    path: '/api/v3/unlink-identity',
    access,
    answer: (input, { identity }) =>
      shaped(unlinkIdentityRequest, input)
        .andThen((command) => identity.unlinkIdentity(command))
        .map(() => done),
  },
  {
    method: 'GET',
    path: '/api/v3/get-user-identities',
    access,
    answer: (input, { identity }) =>
      shaped(getUserRequest, input)
        .andThen((request) => find(toUserQuery(request), identity))
        .map((account) => ({ data: toUserDto(account, everyPart).identities })),
  },
  {
    method: 'POST',
    path: '/api/v3/set-user-departments',
    access,
    answer: (input, { identity }) =>
      safeTry(async function* () {
        const request = yield* shaped(setDepartmentsRequest, input)
        const { userId, options } = request
        const query = toUserQuery({ userId, userIdType: options?.userIdType ?? 'user_id' })
        const { user } = yield* find(query, identity)
        const { ids, places } = toDepartmentIds(request)
        yield* identity
          .updateUser({ userId: user.id, changes: { departmentIds: ids } })
          .mapErr(renamed(([, , index]) => ['departments', places[Number(index)] ?? 0, 'departmentId']))
        return ok(done)
      }),
  },
  {
    method: 'GET',
    path: '/api/v3/get-user-departments',
    access,
    answer: (input, { identity }) =>
      shaped(getDepartmentsRequest, input).andThen((request) =>
        find(toUserQuery(request), identity).map(({ user }) => ({ data: toDepartmentsDto(user, request) })),
      ),
  },
  {
    method: 'POST',
    path: '/api/v3/set-custom-data',
    access,
    answer: (input, { identity }) =>
      shaped(setCustomDataRequest, input).andThen((request) => {
        const placeOf = (key: unknown): Path => ['list', request.list.findLastIndex((row) => row.key === key)]
        return identity
          .updateUser({ userId: request.targetIdentifier, changes: toCustomData(request) })
          .mapErr(
            renamed(([step, , key]) =>
              step === 'userId' ? ['targetIdentifier'] : [...placeOf(key), 'value'],
            ),
          )
          .map(() => done)
      }),
  },
  {
    method: 'GET',
    path: '/api/v3/get-custom-data',
    access,
    answer: (input, { identity }) =>
      shaped(getCustomDataRequest, input).andThen(({ targetIdentifier }) =>
        find({ id: targetIdentifier }, identity)
          .mapErr(renamed(() => ['targetIdentifier']))
          .map(({ user }) => ({ data: { ...user.customData } })),
      ),
  },
]

const done: Answer = { data: { success: true } }

const answerList = (
  query: ListUsers,
  parts: UserDtoParts,
  identity: Identity,
): ResultAsync<Answer, Failure> =>
  ResultAsync.combine([identity.countUsers(query), identity.listUsers(query)]).map(
    ([totalCount, { accounts }]) => ({
      data: { totalCount, list: accounts.map((account) => toUserDto(account, parts)) },
    }),
  )

const lookUp = (query: UserQuery, identity: Identity): ResultAsync<Account | undefined, Failure> =>
  'id' in query ? identity.getUser(query.id) : identity.findUser(query)

/** Those users whom the ids lead to, each once, in the order of the ids. */
const lookUpAll = (
  userIds: readonly string[],
  userIdType: Parameters<typeof toUserQuery>[0]['userIdType'],
  identity: Identity,
): ResultAsync<readonly Account[], Failure> =>
  ResultAsync.combine(
    [...new Set(userIds)].map((userId) => lookUp(toUserQuery({ userId, userIdType }), identity)),
  ).map((found) => {
    const present = found.filter((account) => account !== undefined)
    return [...new Map(present.map((account) => [account.user.id, account])).values()]
  })

const renamed = (rename: (path: Path) => Path): ((failure: Failure) => Failure) =>
  elsewhere((each) => ({ ...each, path: rename(each.path) }))

/** What the facade keeps apart, the user and its changes or identity, stands side by side in a body. */
const inBody: (failure: Failure) => Failure = renamed((path) =>
  path.filter(
    (step, index) => !((index === 0 || index === 2) && (step === 'changes' || step === 'identity')),
  ),
)

const at = (prefix: Path): ((failure: Failure) => Failure) => renamed((path) => [...prefix, ...path])
