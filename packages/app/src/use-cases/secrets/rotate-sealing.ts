import type { Unavailable } from '@keepsake/domain'
import type { RestingField } from '@keepsake/domain/rules'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { authenticatorSecrets } from './authenticator-secrets.ts'
import { digestKeyWalk } from './digest-key-walk.ts'
import { moveBeforeImages } from './move-before-images.ts'
import { noticeSecrets } from './notice-secrets.ts'
import { nothingRotated, rotatedBoth, type SealingRotation } from './rotation.ts'
import type { SealedWalk } from './sealed-walk.ts'

/** How stored values of each field are found. A new stored field does not compile without its walk. */
const walkOf: Readonly<Record<RestingField, SealedWalk>> = {
  // First, because every verb waits for it.
  digest_key: digestKeyWalk,
  otp_secret: authenticatorSecrets,
  recovery_code: authenticatorSecrets,
  notice_secret: noticeSecrets,
  move_before: moveBeforeImages,
}

/** All walks, each once. */
export const sealedWalks: readonly SealedWalk[] = [...new Set(Object.values(walkOf))]

/**
 * Seals every stored value again that is not under the current key, while users sign in and notices are sent. If it is
 * stopped, whole pages are done, and the next run does the rest. After that, an earlier key is only needed for tokens that
 * were given away: for `tokensGoodForMs` after the last process has sealed under it.
 */
export const rotateSealing = (context: PoolContext): ResultAsync<SealingRotation, Unavailable> =>
  safeTry(async function* () {
    let rotated = nothingRotated
    for (const walk of sealedWalks) rotated = rotatedBoth(rotated, yield* walk.rotate(context))
    return ok(rotated)
  })
