import type { Credential, CredentialStore, PasswordHash, Unavailable, UserId } from '@keepsake/domain'
import { errAsync, ok, okAsync, ResultAsync } from 'neverthrow'
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
    'replaces those passwords of a list that are still what they were',
    'credential changes: if one password is another by now, none is replaced',
    (store) => ({
      replaceAll: (changes) =>
        ResultAsync.combine(changes.map(({ from, to }) => store.replace(from, to))).andThen((outcomes) => {
          const overtaken = changes.filter((_, index) => outcomes[index] === 'overtaken')
          return overtaken.length === 0
            ? okAsync()
            : errAsync({
                kind: 'credentials-overtaken' as const,
                userIds: overtaken.map(({ to }) => to.userId),
              })
        }),
    }),
  ),

  withStore(
    'credentials',
    'replaces every password of a list, whatever it is by now',
    'credential changes: if one password is another by now, none is replaced',
    (store) => ({
      replaceAll: (changes) =>
        ResultAsync.combine(changes.map(({ to }) => put(store, to))).map(() => undefined),
    }),
  ),

  withStore(
    'credentials',
    'names one of those who have another password by now',
    'credential changes: all who have another password by now are named',
    (store) => ({
      replaceAll: (changes) =>
        store
          .replaceAll(changes)
          .mapErr((error) =>
            error.kind === 'unavailable' ? error : { ...error, userIds: error.userIds.slice(0, 1) },
          ),
    }),
  ),

  withStore(
    'credentials',
    'looks at the passwords of a list, and then writes others',
    'credential changes: of 16 calls for the same users at one moment, one succeeds',
    (store) => ({
      replaceAll: (changes) =>
        store
          .findByUserIds(changes.map(({ to }) => to.userId))
          .andThen(meanwhile)
          .andThen((found) => {
            const hashes = new Map(found.map(({ userId, hash }) => [userId, hash]))
            const overtaken = changes.filter(({ from, to }) => !sameHash(hashes.get(to.userId), from))
            return overtaken.length === 0
              ? ResultAsync.combine(changes.map(({ to }) => put(store, to))).map(() => undefined)
              : errAsync({
                  kind: 'credentials-overtaken' as const,
                  userIds: overtaken.map(({ to }) => to.userId),
                })
          }),
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
