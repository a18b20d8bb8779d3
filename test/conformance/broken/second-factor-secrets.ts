import type {
  StoredRecoveryCode,
  StoredAuthenticator,
  SecondFactor,
  SecondFactorStore,
} from '@keepsake/domain'
import { ok, okAsync } from 'neverthrow'
import { meanwhile, withStore, withStores, type BrokenStorage } from './broken-storage.ts'

/** A store that takes the secrets of authenticators for others than they are, as it writes them. */
const mistaking = (
  store: SecondFactorStore,
  mistake: (each: StoredAuthenticator, set: SecondFactor) => string,
): Pick<SecondFactorStore, 'writeAll' | 'findByUserIds'> => {
  const right = new Map<string, string>()
  const map = (set: SecondFactor, to: (each: StoredAuthenticator) => string): SecondFactor => ({
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
  store: SecondFactorStore,
  mistake: (each: StoredRecoveryCode) => string,
): Pick<SecondFactorStore, 'writeAll' | 'findByUserIds'> => {
  const right = new Map<string, string>()
  const map = (set: SecondFactor, to: (each: StoredRecoveryCode) => string): SecondFactor => ({
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
const looking = (): ((name: string) => ReturnType<SecondFactorStore['acceptStep']>) => {
  const used = new Set<string>()
  return (name) =>
    okAsync(used.has(name))
      .andThen(meanwhile)
      .andThen((wasUsed) => {
        used.add(name)
        return ok(wasUsed ? ('used-before' as const) : ('accepted' as const))
      })
}

export const brokenSecondFactorSecrets: readonly BrokenStorage[] = [
  withStore(
    'secondFactors',
    'remembers a step for the authenticator that used it alone',
    'second factors: a step is used for every authenticator of its user with the same secret',
    (store) => mistaking(store, ({ fingerprint, id }) => `${fingerprint} ${id}`),
  ),

  withStore(
    'secondFactors',
    'forgets what was used with the authenticators',
    'second factors: a step stays used when its authenticator is removed and comes again',
    (store) =>
      mistaking(store, ({ fingerprint }, { recoveryCodes }) => `${fingerprint} ${recoveryCodes[0]?.id}`),
  ),

  withStore(
    'secondFactors',
    'remembers steps by their numbers, whatever they count',
    'second factors: what is used is time, however long the steps of the next one are',
    (store) => mistaking(store, ({ fingerprint, period }) => `${fingerprint} ${period}`),
  ),

  withStore(
    'secondFactors',
    'takes the last step of what is written for the record’s own',
    'second factors: what an authenticator says of its last step is used of its secret',
    (store) => mistaking(store, ({ fingerprint, lastStep }) => (lastStep === 0 ? fingerprint : 'other')),
  ),

  withStore(
    'secondFactors',
    'forgets which recovery codes were used with their records',
    'second factors: a recovery code stays used when it is removed and comes again',
    (store) => mistakingCodes(store, ({ fingerprint, id }) => `${fingerprint} ${id}`),
  ),

  withStore(
    'secondFactors',
    'takes the use that a recovery code is brought with for the record’s own',
    'second factors: a recovery code that is brought as used is used from then on',
    (store) =>
      mistakingCodes(store, ({ fingerprint, usedAt }) => (usedAt === undefined ? fingerprint : 'other')),
  ),

  withStores(
    'remembers what was used of a user who is gone',
    'second factors: what a user has used is gone with the user',
    ({ secondFactors }) => {
      const used = new Set<string>()
      return {
        secondFactors: {
          ...secondFactors,
          acceptStep: (user, id, step, at) => {
            const name = `${user} ${step}`
            if (used.has(name)) return okAsync('used-before' as const)
            used.add(name)
            return secondFactors.acceptStep(user, id, step, at)
          },
        },
      }
    },
  ),

  withStore(
    'secondFactors',
    'remembers a recovery code by its record alone',
    'second factors: a recovery code is used for every record of it',
    (store) => ({ useRecoveryCode: (user, id, at) => store.useRecoveryCode(user, id, at) }),
  ),

  withStore(
    'secondFactors',
    'looks whether a secret’s step was used, and then uses it',
    'second factors: of 64 calls at one moment for one step of one secret, one is accepted',
    () => {
      const look = looking()
      return { acceptStep: (user, _, step) => look(`${user} ${step}`) }
    },
  ),

  withStore(
    'secondFactors',
    'looks whether a recovery code was used, and then uses it',
    'second factors: of 64 calls at one moment for two records of one code, one is accepted',
    () => {
      const look = looking()
      return { useRecoveryCode: (user, _, __, fingerprint) => look(`${user} ${fingerprint}`) }
    },
  ),
]
