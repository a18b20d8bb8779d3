import { createHash, timingSafeEqual } from 'node:crypto'
import { err, ok, type Result } from 'neverthrow'
import type { Secret } from '@keepsake/domain'
import { authFailure, type AuthFailure } from './auth-failure.ts'

/** The id and secret of a management client. Authing calls them the user pool's id and its secret. */
export type AccessKey = { readonly accessKeyId: string; readonly accessKeySecret: Secret<string> }

/**
 * An access key, and the tenant whose users it manages. Without a tenant it manages all users of the pool. `contentDigest`:
 * whether a body that this key signs must carry its digest, whatever is set for the other keys.
 */
export type BoundKey = AccessKey & {
  readonly tenantId?: string
  readonly contentDigest?: 'accepted' | 'demanded'
}

/** The keys of a pool: its own key, whose id is the pool's id, and further keys. */
export type AccessKeys = AccessKey & { readonly accessKeys?: readonly BoundKey[] }

/** Every key of a pool, its own key first. The pool's own key is bound to no tenant. */
export const everyKey = ({
  accessKeyId,
  accessKeySecret,
  accessKeys = [],
}: AccessKeys): readonly BoundKey[] => [{ accessKeyId, accessKeySecret }, ...accessKeys]

/** Finds the key with this id. Every key is compared, so that the time does not show which one matches. */
export const findKey = (accessKeyId: string, keys: AccessKeys): BoundKey | undefined =>
  everyKey(keys)
    .filter((key) => sameText(accessKeyId, key.accessKeyId))
    .at(0)

/**
 * Finds the key with this id and secret. The time does not show which half was wrong, or whether a key with this id exists.
 */
export const checkAccessKey = (presented: AccessKey, keys: AccessKeys): Result<BoundKey, AuthFailure> => {
  const known = findKey(presented.accessKeyId, keys)
  const { accessKeySecret } = known ?? keys
  const secretMatches = sameText(presented.accessKeySecret.reveal(), accessKeySecret.reveal())
  return known !== undefined && secretMatches ? ok(known) : err(authFailure('unauthorized'))
}

/**
 * Whether two texts are equal. The time does not depend on where they differ: their SHA-256 digests are compared, because
 * `timingSafeEqual` only takes equal lengths, and a length is a hint too.
 */
export const sameText = (left: string, right: string): boolean => timingSafeEqual(sha256(left), sha256(right))

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
