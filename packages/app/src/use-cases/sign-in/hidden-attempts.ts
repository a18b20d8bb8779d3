import type { AttemptStore, KeyedDigest, PoolStorage, Stores } from '@keepsake/domain'

/**
 * A storage whose attempts are counted under digests of their keys. A row of attempts outlives its account by up to a day, and
 * may be made while that is being deleted: so that it tells neither whose it was nor where the attempts came from.
 */
export const hideAttempts = (storage: PoolStorage, digest: KeyedDigest): PoolStorage => ({
  ...withHidden(storage, digest),
  atomically: (work) => storage.atomically((stores) => work(withHidden(stores, digest))),
})

const withHidden = (stores: Stores, digest: KeyedDigest): Stores => {
  const { users, credentials, otps, outbox, events, singleUse, attempts, knownSources, traits } = stores
  const others = { users, credentials, otps, outbox, events, singleUse, knownSources, traits }
  return { ...others, attempts: hidden(attempts, digest) }
}

const hidden = (attempts: AttemptStore, digest: KeyedDigest): AttemptStore => {
  const hide = (key: string): string => Buffer.from(digest(`attempts ${key}`)).toString('base64url')
  return {
    reserve: (kind, key, backoff, now) => attempts.reserve(kind, hide(key), backoff, now),
    clear: (kind, key) => attempts.clear(kind, hide(key)),
    giveBack: (kind, key, ...rest) => attempts.giveBack(kind, hide(key), ...rest),
  }
}
