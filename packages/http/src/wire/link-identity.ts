import type { LinkIdentity, UnlinkIdentity } from '@keepsake/app'
import type { LinkedIdentity, User } from '@keepsake/domain'
import { z } from 'zod'
import { flag, freeObject, maybe, text } from './shape.ts'

type LinkRequest = {
  readonly userId: string
  readonly extIdpId: string
  readonly userIdInIdp: string
  readonly type?: string
  readonly provider?: string
  readonly userInfoInIdp?: Readonly<Record<string, unknown>>
}

/**
 * The body of `link-identity`. `provider` is our own field: the wire does not say it. For `isSocial`, the contract says that
 * any value is allowed.
 */
export const linkIdentityRequest: z.ZodType<LinkRequest> = z.strictObject({
  userId: z.string(),
  extIdpId: z.string(),
  userIdInIdp: z.string(),
  type: text,
  provider: text,
  userInfoInIdp: maybe(freeObject),
  isSocial: flag,
})

/**
 * The linked identity to write. If the user already has it, values that the wire leaves out stay as they are. `undefined` if
 * the request has nothing new about it.
 */
export const toLinkIdentity = (request: LinkRequest, { identities }: User): LinkIdentity | undefined => {
  const { userId, extIdpId, userIdInIdp, type = 'generic', provider, userInfoInIdp } = request
  const known = identities.find(
    (each) => each.extIdpId === extIdpId && each.type === type && each.userIdInIdp === userIdInIdp,
  )
  if (known !== undefined && provider === undefined && userInfoInIdp === undefined) return undefined
  return { userId, identity: { extIdpId, userIdInIdp, type, ...toldOf(request, known) } }
}

const toldOf = (
  { provider, userInfoInIdp }: LinkRequest,
  known: LinkedIdentity | undefined,
): Pick<LinkedIdentity, 'provider' | 'originConnIds' | 'userInfoInIdp'> => {
  const info = userInfoInIdp ?? known?.userInfoInIdp
  return {
    // Java's SDK cannot read an answer that names an unknown provider, so `generic` cannot be used here.
    provider: provider ?? known?.provider ?? 'oidc',
    originConnIds: known?.originConnIds ?? [],
    ...(info === undefined ? {} : { userInfoInIdp: info }),
  }
}

/** The body of `unlink-identity`. */
export const unlinkIdentityRequest: z.ZodType<UnlinkIdentity> = z
  .strictObject({ userId: z.string(), extIdpId: z.string(), type: text, isSocial: flag })
  .transform(({ userId, extIdpId, type }) => ({ userId, extIdpId, ...(type === undefined ? {} : { type }) }))
