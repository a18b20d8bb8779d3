import type { NewLinkedIdentity } from '@keepsake/domain'
import { given } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'

/** The linked identities of a user: a list, or one object, as a single identity is in some answers. */
export const readAuthingIdentities = (user: Fields): readonly NewLinkedIdentity[] => {
  const value = user.json('identities')
  if (value === undefined) return []
  const identity = Array.isArray(value) ? undefined : user.jsonObject('identities')
  return (identity === undefined ? user.jsonObjects('identities') : [identity]).flatMap(readIdentity)
}

const readIdentity = (identity: Fields): readonly NewLinkedIdentity[] => {
  const extIdpId = identity.id('extIdpId') ?? identity.id('connectionId')
  const userIdInIdp = identity.id('userIdInIdp') ?? identity.id('openid')
  const provider = identity.text('provider')
  identity.lose('derived', 'identityId', 'id', 'createdAt', 'updatedAt', 'userId', 'isSocial', 'userPoolId')
  identity.lose('derived', 'connectionId', 'openid', 'extIdpType', 'extIdp')
  identity.lose('short_lived', 'accessToken', 'refreshToken')
  for (const [name, value] of Object.entries({ extIdpId, provider, userIdInIdp }))
    if (value === undefined) identity.refuse(name, 'string')
  if (extIdpId === undefined || provider === undefined || userIdInIdp === undefined) return []
  const info = identity.object('userInfoInIdp') ?? identity.object('userInfo')
  return [
    given<NewLinkedIdentity>({
      extIdpId,
      provider,
      type: identity.text('type') ?? 'openid',
      userIdInIdp,
      originConnIds: connectionsOf(identity),
      userInfoInIdp:
        info === undefined
          ? undefined
          : Object.fromEntries(info.names().map((name) => [name, info.any(name)])),
    }),
  ]
}

const connectionsOf = (identity: Fields): readonly string[] => {
  const value = identity.json('originConnIds')
  if (value === undefined) return []
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value
  identity.refuse('originConnIds', 'array of strings')
  return []
}
