import type { AttemptStore, PoolStorage, Stores } from '@keepsake/domain'
import type { DigestKey } from '../use-cases/secrets/digest-key.ts'
import { storedDigest } from '../use-cases/secrets/stored-digest.ts'

/**
 * Wraps a storage so that attempts are counted under digests of their keys. A row of attempts may be stored for up to a day
 * after its account is deleted, and may be written while it is being deleted. So the row must not show whose it was, or
 * where the attempts came from.
 */
export const hideAttempts = (storage: PoolStorage, digestKey: DigestKey): PoolStorage => ({
  ...withHidden(storage, digestKey),
  atomically: (work) => storage.atomically((stores) => work(withHidden(stores, digestKey))),
})

const withHidden = (stores: Stores, digestKey: DigestKey): Stores => {
  const { users, credentials, secondFactors, outbox, events, singleUse, attempts, knownNetworks } = stores
  const { moves, poolKeys, traits } = stores
  const others = {
    users,
    credentials,
    secondFactors,
    outbox,
    events,
    singleUse,
    knownNetworks,
    moves,
    poolKeys,
    traits,
  }
  return { ...others, attempts: hidden(attempts, digestKey) }
}

const hidden = (attempts: AttemptStore, digestKey: DigestKey): AttemptStore => {
  const hide = (key: string): string => storedDigest('attempts', key, { digestKey })
  return {
    reserve: (kind, key, ...rest) => attempts.reserve(kind, hide(key), ...rest),
    takeBack: (kind, key, ...rest) => attempts.takeBack(kind, hide(key), ...rest),
    clear: (kind, key) => attempts.clear(kind, hide(key)),
    giveBack: (kind, key, ...rest) => attempts.giveBack(kind, hide(key), ...rest),
  }
}
