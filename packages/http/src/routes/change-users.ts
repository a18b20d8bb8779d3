import { refuseAny, type Issue } from '@keepsake/domain'
import { ok, safeTry } from 'neverthrow'
import {
  givenAndGenerated,
  toUpdateQuery,
  toUserUpdate,
  unusedOptions,
  updateUserRequest,
  updateUsersRequest,
} from '../wire/update-user.ts'
import { deleteUsersRequest } from '../wire/several-users.ts'
import { find, lookUpAll } from '../routing/look-up.ts'
import { managementRoute } from '../routing/management-route.ts'
import { done, type Route } from '../routing/route.ts'
import { checkRowsToHash, inUpdate } from '../routing/rows-to-hash.ts'

/** The options belong to the whole batch. */
const inRow = (row: number, { path, ...rest }: Issue): Issue =>
  path[0] === 'options' ? { ...rest, path } : { ...rest, path: ['list', row, ...path] }

/** Endpoints that update and delete users. */
export const changeUsersRoutes: readonly Route[] = [
  managementRoute({
    method: 'POST',
    path: '/api/v3/update-user',
    takes: updateUserRequest,
    answer: (request, context) =>
      safeTry(async function* () {
        const { user } = yield* find(toUpdateQuery(request), context.keepsake)
        const { options, ...row } = request
        yield* refuseAny(givenAndGenerated(row, options))
        const update = toUserUpdate({ ...row, userId: user.id }, options)
        const account = yield* context.keepsake.users.update(update).mapErr(inUpdate)
        return ok({
          data: context.toUser(account),
          warnings: unusedOptions(update, options, account.password !== undefined),
        })
      }),
  }),
  managementRoute({
    method: 'POST',
    path: '/api/v3/update-user-batch',
    takes: updateUsersRequest,
    answer: ({ list, options }, context) =>
      safeTry(async function* () {
        yield* refuseAny(
          list.flatMap((row, index) => givenAndGenerated(row, options).map((each) => inRow(index, each))),
        )
        const rows = list.map((row) => toUserUpdate(row, options))
        yield* checkRowsToHash(rows, context)
        const accounts = yield* context.keepsake.users.updateMany({ list: rows }).mapErr(inUpdate)
        const warnings = accounts.flatMap((account, index) =>
          unusedOptions(rows[index] ?? {}, options, account.password !== undefined).map((each) =>
            inRow(index, each),
          ),
        )
        return ok({ data: accounts.map((account) => context.toUser(account)), warnings })
      }),
  }),
  managementRoute({
    method: 'POST',
    path: '/api/v3/delete-users-batch',
    takes: deleteUsersRequest,
    answer: ({ userIds, options }, { keepsake }) =>
      safeTry(async function* () {
        const type = options?.userIdType ?? 'user_id'
        if (userIds.length === 0 || type === 'user_id') {
          yield* keepsake.users.delete({ userIds })
          return ok(done)
        }
        const { accounts, damaged } = yield* lookUpAll(userIds, type, keepsake)
        const found = [...accounts.map(({ user }) => user.id), ...damaged.map(({ userId }) => userId)]
        if (found.length > 0) yield* keepsake.users.delete({ userIds: found })
        return ok(done)
      }),
  }),
]
