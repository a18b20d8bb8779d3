import { userPoolId } from '@keepsake/domain'
import { openDigestKey, type DigestKey } from '../../packages/app/src/use-cases/secrets/digest-key.ts'
import { pool, valueOf, type Subject } from './keepsake.ts'

/** The digest key of the subject's pool, to find what is kept under digests. */
export const digestKeyOf = async ({ ports, rest }: Subject): Promise<DigestKey> => {
  const key = openDigestKey(ports, rest.poolKeys, userPoolId(pool))
  await valueOf(key.open())
  return key
}
