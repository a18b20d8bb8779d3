import type { Credential, CredentialStore, PasswordHash, Unavailable, UserId } from '@keepsake/domain'
import { ok, okAsync, type ResultAsync } from 'neverthrow'
import { meanwhile, withStore, type BrokenStorage } from './broken-storage.ts'

const present = (store: CredentialStore, id: UserId): ResultAsync<Credential | undefined, Unavailable> =>
  store.findByUserIds([id]).map(([found]) => found)

const sameHash = (one: PasswordHash | undefined, other: PasswordHash | undefined): boolean =>
  one?.format === other?.format && one?.encoded === other?.encoded

/** Writes on top of whatever is there. */
const put = (store: CredentialStore, to: Credential): ResultAsync<'replaced', Unavailable> =>
  present(store, to.userId)
    .andThen((found) => store.replace(found?.hash, to))
    .andThen((outcome) => (outcome === 'replaced' ? ok(outcome) : put(store, to)))

export const brokenCredentials: readonly BrokenStorage[] = [
  withStore(
    'credentials',
    'takes credentials of unknown users',
    'credentials: one of a user that does not exist is refused',
    (store) => ({ insertAll: (credentials) => store.insertAll(credentials).orElse(() => okAsync()) }),
  ),

  withStore(
    'credentials',
    'counts every hash to a tenant',
    'credentials: a survey of one tenant counts its users alone',
    (store) => ({ survey: () => store.survey() }),
  ),

  withStore(
    'credentials',
    'upgrades a hash without condition',
    'credentials: a stronger hash takes the place of the one it was made for, and of no other',
    (store) => ({
      upgrade: (id, from, to) =>
        present(store, id).andThen((found) => store.upgrade(id, found?.hash ?? from, to)),
    }),
  ),

  withStore(
    'credentials',
    'looks at the present password, and then writes another one',
    'credentials: of 64 changes of one password at one moment, one is made, whole',
    (store) => ({
      replace: (from, to) =>
        present(store, to.userId)
          .andThen(meanwhile)
          .andThen((found) => (sameHash(found?.hash, from) ? put(store, to) : ok('overtaken' as const))),
    }),
  ),

  withStore(
    'credentials',
    'forgets former passwords at a change',
    'credentials: another password takes the place of the one it was made for, and of no other',
    (store) => ({ replace: (from, to) => store.replace(from, { ...to, former: [] }) }),
  ),

  withStore(
    'credentials',
    'forgets at a change where the new password comes from',
    'credentials: another password takes the place of the one it was made for, and of no other',
    (store) => ({ replace: (from, to) => store.replace(from, { ...to, origin: { kind: 'here' } }) }),
  ),

  withStore(
    'credentials',
    'takes an upgraded hash for a password that was set here',
    'credentials: a stronger hash takes the place of the one it was made for, and of no other',
    (store) => ({
      upgrade: (id, from, to) =>
        present(store, id).andThen((found) =>
          found === undefined || !sameHash(found.hash, from)
            ? ok('overtaken' as const)
            : store
                .replace(from, { ...found, hash: to, origin: { kind: 'here' } })
                .map(() => 'upgraded' as const),
        ),
    }),
  ),

  withStore(
    'credentials',
    'lets an upgrade lift the demand for a change',
    'credentials: a stronger hash takes the place of the one it was made for, and of no other',
    (store) => ({
      upgrade: (id, from, to) =>
        present(store, id).andThen((found) =>
          found === undefined || !sameHash(found.hash, from)
            ? ok('overtaken' as const)
            : store.replace(from, { ...found, hash: to, mustChange: false }).map(() => 'upgraded' as const),
        ),
    }),
  ),
]
