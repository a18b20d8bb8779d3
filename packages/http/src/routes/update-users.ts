import { refuseAny, type Issue } from '@keepsake/domain'
import { ok, safeTry } from 'neverthrow'
import {
  givenAndGenerated,
  toUpdateQuery,
  toUserUpdate,
  unusedOptions,
  updateUserRequest,
  updateUsersRequest,
} from '../wire/update-users.ts'
import { find } from '../routing/look-up.ts'
import { managementRoute } from '../routing/management-route.ts'
import type { Route } from '../routing/route.ts'
import { checkRowsToHash, inUpdate } from '../routing/rows-to-hash.ts'

/** The options belong to the whole batch. */
const inRow = (row: number, { path, ...rest }: Issue): Issue =>
  path[0] === 'options' ? { ...rest, path } : { ...rest, path: ['list', row, ...path] }

/** Endpoints that update users. */
export const updateUsersRoutes: readonly Route[] = [
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
]
