import { createHash, timingSafeEqual } from 'node:crypto'
import { err, ok, type Result } from 'neverthrow'
import type { Secret } from '@keepsake/domain'
import { authFailure, type AuthFailure } from './auth-failure.ts'

/** The pair that a management client holds: in Authing's words the user pool's id and its secret. */
export type AccessKey = { readonly accessKeyId: string; readonly accessKeySecret: Secret<string> }

/**
 * An access key and whose users it manages: those of one tenant, or all of the pool's where none is named. `contentDigest`:
 * whether a body that it signs must carry its digest, whatever holds for the other keys.
 */
export type BoundKey = AccessKey & {
  readonly tenantId?: string
  readonly contentDigest?: 'accepted' | 'demanded'
}

/** The keys of a pool: its own one, whose id is the pool's, and further ones. */
export type AccessKeys = AccessKey & { readonly accessKeys?: readonly BoundKey[] }

/** Every key of a pool, its own one first. That one is bound to no tenant. */
export const everyKey = ({
  accessKeyId,
  accessKeySecret,
  accessKeys = [],
}: AccessKeys): readonly BoundKey[] => [{ accessKeyId, accessKeySecret }, ...accessKeys]

/** The key of this id, if there is one; every key is compared, so that the time does not tell which it is. */
export const findKey = (accessKeyId: string, keys: AccessKeys): BoundKey | undefined =>
  everyKey(keys)
    .filter((key) => sameText(accessKeyId, key.accessKeyId))
    .at(0)

/**
 * The key whose both halves are the presented ones; how long it takes does not tell which half was wrong, or whether there
 * is a key of this id.
 */
export const checkAccessKey = (presented: AccessKey, keys: AccessKeys): Result<BoundKey, AuthFailure> => {
  const known = findKey(presented.accessKeyId, keys)
  const { accessKeySecret } = known ?? keys
  const secretMatches = sameText(presented.accessKeySecret.reveal(), accessKeySecret.reveal())
  return known !== undefined && secretMatches ? ok(known) : err(authFailure('unauthorized'))
}

/**
 * Whether two texts are equal, in a time that does not depend on where they differ: their SHA-256 digests are compared,
 * because `timingSafeEqual` takes equal lengths only and a length is a hint too.
 */
export const sameText = (left: string, right: string): boolean => timingSafeEqual(sha256(left), sha256(right))

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
