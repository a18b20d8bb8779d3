import type { AttemptStore, PoolStorage, Stores } from '@keepsake/domain'
import type { DigestKey } from '../sealing/digest-key.ts'
import { keptDigest } from '../sealing/kept-digest.ts'

/**
 * A storage whose attempts are counted under digests of their keys. A row of attempts outlives its account by up to a day, and
 * may be made while that is being deleted: so that it tells neither whose it was nor where the attempts came from.
 */
export const hideAttempts = (storage: PoolStorage, digestKey: DigestKey): PoolStorage => ({
  ...withHidden(storage, digestKey),
  atomically: (work) => storage.atomically((stores) => work(withHidden(stores, digestKey))),
})

const withHidden = (stores: Stores, digestKey: DigestKey): Stores => {
  const { users, credentials, otps, outbox, events, singleUse, attempts, knownSources } = stores
  const { poolKeys, traits } = stores
  const others = { users, credentials, otps, outbox, events, singleUse, knownSources, poolKeys, traits }
  return { ...others, attempts: hidden(attempts, digestKey) }
}

const hidden = (attempts: AttemptStore, digestKey: DigestKey): AttemptStore => {
  const hide = (key: string): string => keptDigest(`attempts ${key}`, { digestKey })
  return {
    reserve: (kind, key, backoff, now) => attempts.reserve(kind, hide(key), backoff, now),
    clear: (kind, key) => attempts.clear(kind, hide(key)),
    giveBack: (kind, key, ...rest) => attempts.giveBack(kind, hide(key), ...rest),
  }
}
