import { ok, safeTry } from 'neverthrow'
import { getUserRequest, toUserQuery } from '../wire/find-user.ts'
import { linkIdentityRequest, toLinkIdentity, unlinkIdentityRequest } from '../wire/link-identity.ts'
import { everyPart } from '../wire/user-dto.ts'
import { inBody } from '../routing/issue-places.ts'
import { find } from '../routing/look-up.ts'
import { managementRoute } from '../routing/management-route.ts'
import { done, type Route } from '../routing/route.ts'

/** Endpoints for the linked identities of a user. */
export const linkIdentityRoutes: readonly Route[] = [
  managementRoute({
    method: 'POST',
    path: '/api/v3/link-identity',
    takes: linkIdentityRequest,
    answer: (request, { keepsake }) =>
      safeTry(async function* () {
        const { user } = yield* find({ id: request.userId }, keepsake)
        const command = toLinkIdentity(request, user)
        if (command !== undefined) yield* keepsake.identities.link(command).mapErr(inBody)
        return ok(done)
      }),
  }),
  managementRoute({
    method: 'POST',
    path: '/api/v3/unlink-identity',
    takes: unlinkIdentityRequest,
    answer: (command, { keepsake }) => keepsake.identities.unlink(command).map(() => done),
  }),
  managementRoute({
    method: 'GET',
    path: '/api/v3/get-user-identities',
    takes: getUserRequest,
    answer: (request, { keepsake, toUser }) =>
      find(toUserQuery(request), keepsake).map((account) => ({
        data: toUser(account, everyPart).identities,
      })),
  }),
]
