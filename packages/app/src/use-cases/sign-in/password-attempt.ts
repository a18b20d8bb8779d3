import {
  knownForMs,
  passwordBackoff,
  strangerBackoff,
  userId,
  type AttemptKind,
  type AttemptStore,
  type Backoff,
  type Instant,
  type Reservation,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { accountOf } from './account-of.ts'
import { sourceOf } from './source-of.ts'

/** An attempt at a password: on which account, from where, and whether it has come from there before. */
export type PasswordAttempt = {
  /** As `accountOf` names it. */
  readonly account: string
  readonly source: string | undefined
  readonly isStranger: boolean
}

/** What an attempt on this login counts for. */
export const findAttempt = (
  login: string,
  user: User | undefined,
  ip: string | undefined,
  context: Context,
): ResultAsync<PasswordAttempt, Unavailable> => {
  const account = accountOf(user, login, context)
  const source = sourceOf(ip)
  if (source === undefined) return okAsync({ account, source, isStranger: true })
  return context.storage.knownSources
    .isKnown(userId(account), source, context.ports.sources.clock())
    .map((isKnown) => ({ account, source, isStranger: !isKnown }))
}

/**
 * Counts an attempt before the password is looked at: by what comes from the same source, and for a stranger by what
 * all strangers try as well. Who has signed in from there before is slowed down by nobody else's attempts. Where nobody
 * says where attempts come from, they are all strangers': were they one source's, anybody could put its waits on a victim.
 * One that is refused counts nowhere: strangers who keep the owner waiting do not make the owner's own wait longer.
 */
export const reserveAttempt = (
  attempt: PasswordAttempt,
  { storage, ports }: Context,
): ResultAsync<Reservation, Unavailable> => {
  const now = ports.sources.clock()
  return storage
    .atomically(({ attempts }) => reserveAll(keysOf(attempt), attempts, now))
    .map((): Reservation => ({ granted: true }))
    .orElse((failure) => ('granted' in failure ? okAsync(failure) : errAsync(failure)))
}

type Refusal = Extract<Reservation, { readonly granted: false }>

/** Fails with the first refusal, so that the transaction undoes what was granted before it. */
const reserveAll = (
  [first, ...others]: readonly Counted[],
  attempts: AttemptStore,
  now: Instant,
): ResultAsync<void, Refusal | Unavailable> =>
  first === undefined
    ? okAsync()
    : attempts
        .reserve(first.kind, first.key, first.backoff, now)
        .andThen((reservation) =>
          reservation.granted ? reserveAll(others, attempts, now) : errAsync(reservation),
        )

/** Forgets the attempts that led to a right password. Those of strangers stay counted for who is none. */
export const clearAttempts = (
  attempt: PasswordAttempt,
  { storage }: Context,
): ResultAsync<void, Unavailable> =>
  storage
    .atomically(({ attempts }) =>
      ResultAsync.combine(keysOf(attempt).map(({ kind, key }) => attempts.clear(kind, key))),
    )
    .map(() => undefined)

/** Remembers where somebody who has signed in came from. */
export const rememberSource = (
  { source }: Pick<PasswordAttempt, 'source'>,
  user: User,
  now: Instant,
  { knownSources }: UserStores,
): ResultAsync<void, Unavailable> =>
  source === undefined ? okAsync() : knownSources.remember(user.id, source, now, now + knownForMs)

type Counted = { readonly kind: AttemptKind; readonly key: string; readonly backoff: Backoff }

/** What an attempt is counted by. */
const keysOf = ({ account, source, isStranger }: PasswordAttempt): readonly Counted[] => [
  ...(source === undefined
    ? []
    : [{ kind: 'password' as const, key: `${account} ${source}`, backoff: passwordBackoff }]),
  ...(isStranger ? [{ kind: 'password-of-strangers' as const, key: account, backoff: strangerBackoff }] : []),
]
