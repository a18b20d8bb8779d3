import type { RestingField, Unavailable } from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { authenticatorSecrets } from './authenticator-secrets.ts'
import { digestKeyWalk } from './digest-key-walk.ts'
import { noticeSecrets } from './notice-secrets.ts'
import { nothingRotated, rotatedBoth, type SealingRotation } from './rotation.ts'
import type { SealedWalk } from './sealed-walk.ts'

/** How what rests is found. A field that is added and rests does not compile without its walk. */
const walkOf: Readonly<Record<RestingField, SealedWalk>> = {
  // First, because every verb waits for it.
  digest_key: digestKeyWalk,
  otp_secret: authenticatorSecrets,
  recovery_code: authenticatorSecrets,
  notice_secret: noticeSecrets,
}

/** Every walk there is, once. */
export const sealedWalks: readonly SealedWalk[] = [...new Set(Object.values(walkOf))]

/**
 * Puts whatever rests sealed under the current key that is not, while users sign in and notices are sent. Stopped at any
 * moment it has done whole pages, and the next run does the rest. Then an earlier key is needed for tokens alone, which
 * were given away: `tokensGoodForMs` longer than anybody has sealed under it.
 */
export const rotateSealing = (context: PoolContext): ResultAsync<SealingRotation, Unavailable> =>
  safeTry(async function* () {
    let rotated = nothingRotated
    for (const walk of sealedWalks) rotated = rotatedBoth(rotated, yield* walk.rotate(context))
    return ok(rotated)
  })
