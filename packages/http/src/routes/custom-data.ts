import { refuseAny } from '@keepsake/domain'
import { ok, safeTry } from 'neverthrow'
import {
  getCustomDataRequest,
  inCustomData,
  repeatedKeys,
  setCustomDataRequest,
  toCustomData,
} from '../wire/custom-data.ts'
import { elsewhere, renamed } from '../routing/issue-places.ts'
import { find } from '../routing/look-up.ts'
import { managementRoute } from '../routing/management-route.ts'
import { done, type Route } from '../routing/route.ts'

/** Endpoints for the custom data of a user. */
export const customDataRoutes: readonly Route[] = [
  managementRoute({
    method: 'POST',
    path: '/api/v3/set-custom-data',
    takes: setCustomDataRequest,
    answer: (request, { keepsake }) =>
      safeTry(async function* () {
        yield* refuseAny(repeatedKeys(request))
        yield* keepsake.users
          .update({ userId: request.targetIdentifier, changes: toCustomData(request) })
          .mapErr(elsewhere((found) => ({ ...found, path: inCustomData(found, request) })))
        return ok(done)
      }),
  }),
  managementRoute({
    method: 'GET',
    path: '/api/v3/get-custom-data',
    takes: getCustomDataRequest,
    answer: ({ targetIdentifier }, { keepsake }) =>
      find({ id: targetIdentifier }, keepsake)
        .mapErr(renamed(() => ['targetIdentifier']))
        .map(({ user }) => ({ data: { ...user.customData } })),
  }),
]
