import type { KeptRecoveryCode, OtpEnrolment, OtpSet, OtpStore } from '@keepsake/domain'
import { ok, okAsync } from 'neverthrow'
import { meanwhile, withStore, withStores, type BrokenStorage } from './broken-storage.ts'

/** A store that takes the secrets of authenticators for others than they are, as it writes them. */
const mistaking = (
  store: OtpStore,
  mistake: (each: OtpEnrolment, set: OtpSet) => string,
): Pick<OtpStore, 'writeAll' | 'findByUserIds'> => {
  const right = new Map<string, string>()
  const map = (set: OtpSet, to: (each: OtpEnrolment) => string): OtpSet => ({
    ...set,
    authenticators: set.authenticators.map((each) => ({ ...each, fingerprint: to(each) })),
  })
  return {
    writeAll: (changes) =>
      store.writeAll(
        changes.map(({ from, to }) => {
          for (const { id, fingerprint } of to.authenticators) right.set(id, fingerprint)
          return { from, to: map(to, (each) => mistake(each, to)) }
        }),
      ),
    findByUserIds: (ids) =>
      store
        .findByUserIds(ids)
        .map((sets) => sets.map((set) => map(set, ({ id, fingerprint }) => right.get(id) ?? fingerprint))),
  }
}

/** The same of recovery codes. */
const mistakingCodes = (
  store: OtpStore,
  mistake: (each: KeptRecoveryCode) => string,
): Pick<OtpStore, 'writeAll' | 'findByUserIds'> => {
  const right = new Map<string, string>()
  const map = (set: OtpSet, to: (each: KeptRecoveryCode) => string): OtpSet => ({
    ...set,
    recoveryCodes: set.recoveryCodes.map((each) => ({ ...each, fingerprint: to(each) })),
  })
  return {
    writeAll: (changes) =>
      store.writeAll(
        changes.map(({ from, to }) => {
          for (const { id, fingerprint } of to.recoveryCodes) right.set(id, fingerprint)
          return { from, to: map(to, mistake) }
        }),
      ),
    findByUserIds: (ids) =>
      store
        .findByUserIds(ids)
        .map((sets) => sets.map((set) => map(set, ({ id, fingerprint }) => right.get(id) ?? fingerprint))),
  }
}

/** What calls have used, by words of their own: looked at and then written, with everybody else in between. */
const looking = (): ((name: string) => ReturnType<OtpStore['acceptStep']>) => {
  const used = new Set<string>()
  return (name) =>
    okAsync(used.has(name))
      .andThen(meanwhile)
      .andThen((wasUsed) => {
        used.add(name)
        return ok(wasUsed ? ('used-before' as const) : ('accepted' as const))
      })
}

export const brokenOtpSecrets: readonly BrokenStorage[] = [
  withStore(
    'otps',
    'remembers a step for the authenticator that used it alone',
    'otps: a step is used for every authenticator of its user with the same secret',
    (store) => mistaking(store, ({ fingerprint, id }) => `${fingerprint} ${id}`),
  ),

  withStore(
    'otps',
    'forgets what was used with the authenticators',
    'otps: a step stays used when its authenticator is removed and comes again',
    (store) =>
      mistaking(store, ({ fingerprint }, { recoveryCodes }) => `${fingerprint} ${recoveryCodes[0]?.id}`),
  ),

  withStore(
    'otps',
    'remembers steps by their numbers, whatever they count',
    'otps: what is used is time, however long the steps of the next one are',
    (store) => mistaking(store, ({ fingerprint, period }) => `${fingerprint} ${period}`),
  ),

  withStore(
    'otps',
    'takes the last step of what is written for the record’s own',
    'otps: what an authenticator says of its last step is used of its secret',
    (store) => mistaking(store, ({ fingerprint, lastStep }) => (lastStep === 0 ? fingerprint : 'other')),
  ),

  withStore(
    'otps',
    'forgets which recovery codes were used with their records',
    'otps: a recovery code stays used when it is removed and comes again',
    (store) => mistakingCodes(store, ({ fingerprint, id }) => `${fingerprint} ${id}`),
  ),

  withStore(
    'otps',
    'takes the use that a recovery code is brought with for the record’s own',
    'otps: a recovery code that is brought as used is used from then on',
    (store) =>
      mistakingCodes(store, ({ fingerprint, usedAt }) => (usedAt === undefined ? fingerprint : 'other')),
  ),

  withStores(
    'remembers what was used of a user who is gone',
    'otps: what a user has used is gone with the user',
    ({ otps }) => {
      const used = new Set<string>()
      return {
        otps: {
          ...otps,
          acceptStep: (user, id, step, at) => {
            const name = `${user} ${step}`
            if (used.has(name)) return okAsync('used-before' as const)
            used.add(name)
            return otps.acceptStep(user, id, step, at)
          },
        },
      }
    },
  ),

  withStore(
    'otps',
    'remembers a recovery code by its record alone',
    'otps: a recovery code is used for every record of it',
    (store) => ({ useRecoveryCode: (user, id, at) => store.useRecoveryCode(user, id, at) }),
  ),

  withStore(
    'otps',
    'looks whether a secret’s step was used, and then uses it',
    'otps: of 64 calls at one moment for one step of one secret, one is accepted',
    () => {
      const look = looking()
      return { acceptStep: (user, _, step) => look(`${user} ${step}`) }
    },
  ),

  withStore(
    'otps',
    'looks whether a recovery code was used, and then uses it',
    'otps: of 64 calls at one moment for two records of one code, one is accepted',
    () => {
      const look = looking()
      return { useRecoveryCode: (user, _, __, fingerprint) => look(`${user} ${fingerprint}`) }
    },
  ),
]
