import { createHash, timingSafeEqual } from 'node:crypto'
import { err, ok, type Result } from 'neverthrow'
import type { Secret } from '@keepsake/domain'
import { authFailure, type AuthFailure } from './auth-failure.ts'

/** The pair that a management client holds: in Authing's words the user pool's id and its secret. */
export type AccessKey = { readonly accessKeyId: string; readonly accessKeySecret: Secret<string> }

/** Accepts the presented pair if both halves are the known key's; how long it takes does not tell which half was wrong. */
export const checkAccessKey = (presented: AccessKey, known: AccessKey): Result<void, AuthFailure> => {
  const idMatches = sameText(presented.accessKeyId, known.accessKeyId)
  const secretMatches = sameText(presented.accessKeySecret.reveal(), known.accessKeySecret.reveal())
  return idMatches && secretMatches ? ok() : err(authFailure('unauthorized'))
}

/**
 * Whether two texts are equal, in a time that does not depend on where they differ: their SHA-256 digests are compared,
 * because `timingSafeEqual` takes equal lengths only and a length is a hint too.
 */
export const sameText = (left: string, right: string): boolean => timingSafeEqual(sha256(left), sha256(right))

const sha256 = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest()
