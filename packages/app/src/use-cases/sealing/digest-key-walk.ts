import type { PoolKey, Unavailable } from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { digestKeyPlace } from './digest-key.ts'
import { nothingRotated, type SealingRotation } from './rotation.ts'
import type { SealedWalk } from './sealed-walk.ts'

/** The digest key of the pool. It is sealed anew and stays the same, and so does every digest under it. */
export const digestKeyWalk: SealedWalk = {
  rotate: (context) =>
    context.storage.poolKeys
      .find('digest')
      .andThen((key) => (key === undefined ? okAsync(nothingRotated) : rotateKey(key, context))),
  visit: ({ storage, ports: { secretBox } }, see) =>
    storage.poolKeys.find('digest').map((key) => {
      if (key === undefined) return
      const { secret } = key
      see.resting({
        field: 'digest_key',
        key: secretBox.keyIdOf(secret),
        isCurrent: secretBox.isCurrent(secret),
      })
    }),
}

const rotateKey = (
  { id, secret }: PoolKey,
  { ports: { secretBox }, settings, storage }: PoolContext,
): ResultAsync<SealingRotation, Unavailable> => {
  if (secretBox.isCurrent(secret)) return okAsync({ resealed: 0, current: 1 })
  const place = digestKeyPlace(settings.pool, id)
  return secretBox
    .open(secret, place)
    .andThen((key) => secretBox.seal(key, place))
    .andThen((to) => storage.poolKeys.reseal(id, secret, to))
    .map((outcome) => ({ resealed: outcome === 'resealed' ? 1 : 0, current: 0 }))
}
