import type { PoolKey, SecretBox, Unavailable } from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { digestKeyPlace } from './digest-key.ts'
import { nothingRotated, type SealingRotation } from './rotation.ts'
import type { SealedWalk } from './sealed-walk.ts'
import { orUnopened, type UnopenedItem } from './unopened-items.ts'

/** The digest key of the pool. It is sealed again, but the key itself does not change, and so no digest changes. */
export const digestKeyWalk: SealedWalk = {
  rotate: (context) =>
    context.storage.poolKeys
      .find('digest')
      .andThen((key) => (key === undefined ? okAsync(nothingRotated) : rotateKey(key, context))),
  visit: ({ storage, settings, ports: { secretBox } }, see) =>
    storage.poolKeys.find('digest').andThen((key) => {
      if (key === undefined) return okAsync()
      const { id, secret } = key
      const isCurrent = secretBox.isCurrent(secret)
      see.resting({ field: 'digest_key', key: secretBox.keyIdOf(secret), isCurrent })
      return isCurrent
        ? okAsync()
        : orUnopened(secretBox.open(secret, digestKeyPlace(settings.pool, id)), itemOf(key, secretBox)).map(
            (opened) => {
              if (opened.isErr()) see.unopened(opened.error)
            },
          )
    }),
}

const itemOf = ({ id, secret }: PoolKey, secretBox: SecretBox): UnopenedItem => ({
  field: 'digest_key',
  id,
  key: secretBox.keyIdOf(secret),
})

const rotateKey = (
  key: PoolKey,
  { ports: { secretBox }, settings, storage }: PoolContext,
): ResultAsync<SealingRotation, Unavailable> => {
  const { id, secret } = key
  if (secretBox.isCurrent(secret)) return okAsync({ resealed: 0, current: 1 })
  const place = digestKeyPlace(settings.pool, id)
  return orUnopened(secretBox.open(secret, place), itemOf(key, secretBox)).andThen((opened) =>
    opened.isErr()
      ? okAsync({ ...nothingRotated, unopened: [opened.error] })
      : secretBox
          .seal(opened.value, place)
          .andThen((to) => storage.poolKeys.reseal(id, secret, to))
          .map((outcome) => ({ resealed: outcome === 'resealed' ? 1 : 0, current: 0 })),
  )
}
