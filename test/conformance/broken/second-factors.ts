import {
  secondFactorIds,
  type StoredAuthenticator,
  type SecondFactor,
  type SecondFactorStore,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow'
import { meanwhile, withStore, type BrokenStorage } from './broken-storage.ts'

const present = (store: SecondFactorStore, id: UserId): ResultAsync<SecondFactor | undefined, Unavailable> =>
  store.findByUserIds([id]).map(([found]) => found)

/** Writes a set on top of whatever is there. */
const put = (store: SecondFactorStore, to: SecondFactor): ResultAsync<void, Unavailable> =>
  present(store, to.userId)
    .andThen((found) => store.writeAll([{ from: found === undefined ? [] : secondFactorIds(found), to }]))
    .orElse((error) => (error.kind === 'unavailable' ? errAsync(error) : put(store, to)))

/** Takes a step where a look at the authenticator says so, and writes it down later. */
const acceptStepIf =
  (isGood: (authenticator: StoredAuthenticator, step: number) => boolean) =>
  (store: SecondFactorStore): Partial<SecondFactorStore> => ({
    acceptStep: (user, id, step, at) =>
      present(store, user)
        .andThen(meanwhile)
        .andThen((set) => {
          const found = set?.authenticators.find((each) => each.id === id)
          if (set === undefined || found === undefined || !isGood(found, step))
            return ok('used-before' as const)
          const changed = { ...found, lastStep: step, provenAt: found.provenAt ?? at }
          const authenticators = set.authenticators.map((each) => (each === found ? changed : each))
          return put(store, { ...set, authenticators }).map(() => 'accepted' as const)
        }),
  })

export const brokenSecondFactors: readonly BrokenStorage[] = [
  withStore(
    'secondFactors',
    'looks at the last time step, and then writes a later one',
    'second factors: of 64 calls at one moment for one time step, one is accepted',
    acceptStepIf(({ lastStep }, step) => step > lastStep),
  ),

  withStore(
    'secondFactors',
    'accepts an earlier time step after a later one',
    'second factors: a time step is accepted once, and no earlier one after it',
    acceptStepIf(({ lastStep }, step) => step !== lastStep),
  ),

  withStore(
    'secondFactors',
    'passes over users who are not there',
    'second factors: a user who does not exist, or not any more, is overtaken',
    (store) => ({
      writeAll: (changes) =>
        store.writeAll(changes).orElse((error) => {
          if (error.kind === 'unavailable') return errAsync(error)
          const others = changes.filter(({ to }) => !error.userIds.includes(to.userId))
          return others.length < changes.length ? store.writeAll(others) : errAsync(error)
        }),
    }),
  ),

  withStore(
    'secondFactors',
    'lets a recovery code be used again',
    'second factors: a recovery code is accepted once, and no other one with it',
    (store) => ({
      useRecoveryCode: (user, id, at) =>
        store
          .useRecoveryCode(user, id, at)
          .andThen(() => present(store, user))
          .map((set) =>
            set?.recoveryCodes.some((code) => code.id === id) === true ? 'accepted' : 'used-before',
          ),
    }),
  ),

  withStore(
    'secondFactors',
    'looks whether a recovery code is used, and then writes that it is',
    'second factors: of 64 calls at one moment for one recovery code, one is accepted',
    (store) => ({
      useRecoveryCode: (user, id, at) =>
        present(store, user)
          .andThen(meanwhile)
          .andThen((set) => {
            const code = set?.recoveryCodes.find((each) => each.id === id)
            if (code === undefined || code.usedAt !== undefined) return ok('used-before' as const)
            return store.useRecoveryCode(user, id, at).map(() => 'accepted' as const)
          }),
    }),
  ),

  withStore(
    'secondFactors',
    'loses the order of authenticators',
    'second factors: what a user has comes back as it was, in its order',
    (store) => ({
      findByUserIds: (ids) =>
        store
          .findByUserIds(ids)
          .map((sets) => sets.map((set) => ({ ...set, authenticators: set.authenticators.toReversed() }))),
    }),
  ),

  withStore(
    'secondFactors',
    'writes whatever a change is from',
    'second factors: a change from anything else is overtaken, and no change of its call is made',
    (store) => ({
      writeAll: ([first, ...others]) =>
        first === undefined ? okAsync() : put(store, first.to).andThen(() => store.writeAll(others)),
    }),
  ),

  withStore(
    'secondFactors',
    'names the first overtaken user alone',
    'second factors: a change from anything else is overtaken, and no change of its call is made',
    (store) => ({
      writeAll: (changes) =>
        store
          .writeAll(changes)
          .orElse((error) =>
            err(
              error.kind === 'second-factors-overtaken'
                ? { ...error, userIds: error.userIds.slice(0, 1) }
                : error,
            ),
          ),
    }),
  ),

  withStore(
    'secondFactors',
    'finds who had a secret once',
    'second factors: users with the same secret are found by its fingerprint, as long as it is there',
    (store) => {
      const ever = new Set<string>()
      return {
        writeAll: (changes) => {
          for (const { to } of changes)
            for (const { fingerprint } of to.authenticators)
              ever.add(JSON.stringify({ fingerprint, userId: to.userId }))
          return store.writeAll(changes)
        },
        findOwners: (fingerprints) =>
          okAsync(
            [...ever]
              .map((text) => JSON.parse(text))
              .filter((each) => fingerprints.includes(each.fingerprint)),
          ),
      }
    },
  ),

  withStore(
    'secondFactors',
    'lists everything on every page',
    'second factors: page by page, what every user has is listed once',
    (store) => ({ list: (after) => store.list(after, 1_000_000) }),
  ),

  withStore(
    'secondFactors',
    'lists what every user has to a tenant',
    'second factors: what the users of one tenant have is listed alone, page by page',
    (store) => ({ list: (after, limit) => store.list(after, limit) }),
  ),

  withStore(
    'secondFactors',
    'seals a secret anew without condition',
    'second factors: a secret is sealed anew where the one was that it was opened from, and of no other',
    (store) => ({
      reseal: (user, id, from, to) =>
        present(store, user).andThen((set) =>
          store.reseal(user, id, set?.authenticators.find((each) => each.id === id)?.secret ?? from, to),
        ),
    }),
  ),

  withStore(
    'secondFactors',
    'proves an authenticator at every code',
    'second factors: the first step that is accepted proves an authenticator, and no later one',
    (store) => ({
      acceptStep: (user, id, step, at) =>
        store.acceptStep(user, id, step, at).andThen((verdict) =>
          present(store, user).andThen((set) =>
            (set === undefined || verdict === 'used-before'
              ? okAsync()
              : put(store, {
                  ...set,
                  authenticators: set.authenticators.map((each) => ({ ...each, provenAt: at })),
                })
            ).map(() => verdict),
          ),
        ),
    }),
  ),
]
