import type { LinkedIdentity } from '../linked-identity/linked-identity.ts'
import type { UniqueKey } from './unique-key.ts'

/**
 * One account at a provider belongs to one user of the pool. The parts hold no control character, so a NUL separates
 * them.
 */
export const identityKey = (
  identity: Pick<LinkedIdentity, 'extIdpId' | 'type' | 'userIdInIdp'>,
): UniqueKey => ({
  namespace: 'identity',
  key: [identity.extIdpId, identity.type, identity.userIdInIdp].join('\u0000'),
})
