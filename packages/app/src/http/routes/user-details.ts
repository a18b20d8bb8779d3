import type { Path } from '@keepsake/domain'
import { ok, safeTry } from 'neverthrow'
import { getUserRequest, toUserQuery } from '../../wire/get-user.ts'
import {
  getCustomDataRequest,
  getDepartmentsRequest,
  isLinked,
  linkIdentityRequest,
  setCustomDataRequest,
  setDepartmentsRequest,
  toCustomData,
  toDepartmentIds,
  toDepartmentsDto,
  toLinkIdentity,
  unlinkIdentityRequest,
} from '../../wire/user-directory.ts'
import { everyPart } from '../../wire/user-dto.ts'
import { inBody, renamed } from './issue-places.ts'
import { find } from './look-up.ts'
import { done, type Route } from './route.ts'
import { shaped } from './shaped.ts'

const access = 'management'

/** A user's identities, departments and custom data. */
export const userDetailsRoutes: readonly Route[] = [
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
    answer: (input, { identity, toUser }) =>
      shaped(getUserRequest, input)
        .andThen((request) => find(toUserQuery(request), identity))
        .map((account) => ({ data: toUser(account, everyPart).identities })),
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
