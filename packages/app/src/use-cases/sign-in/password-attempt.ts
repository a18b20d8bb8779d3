import {
  knownForMs,
  networkAllowance,
  userId,
  type AttemptStore,
  type Instant,
  type Reservation,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { accountOf } from './account-of.ts'
import { sourceOf } from './source-of.ts'
import { bySource, byStrangers, countedBy, type Counted, type PasswordAttempt } from './ways.ts'

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
 * Counts an attempt before the password is looked at. One that is refused counts nowhere: strangers who keep the owner
 * waiting do not make the owner's own wait longer.
 */
export const reserveAttempt = (
  attempt: PasswordAttempt,
  { storage, ports }: Context,
): ResultAsync<Reservation, Unavailable> => {
  const now = ports.sources.clock()
  return storage
    .atomically(({ attempts }) => reserveAll(countedBy(attempt), attempts, now))
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
        .reserve(first.kind, first.key, first.limit, now)
        .andThen((reservation) =>
          reservation.granted ? reserveAll(others, attempts, now) : errAsync(reservation),
        )

/**
 * Forgets the attempts that led to a right password, and gives the network back what it drew for them. Those of strangers
 * stay counted for who is none.
 */
export const clearAttempts = (
  { account, source, isStranger }: PasswordAttempt,
  { storage, ports }: Context,
): ResultAsync<void, Unavailable> => {
  const own = source === undefined ? undefined : bySource(account, source)
  return storage
    .atomically(({ attempts }) =>
      (own === undefined ? okAsync(0) : clear(own, attempts)).andThen((made) =>
        (isStranger ? clear(byStrangers(account), attempts) : okAsync(0)).map(() => made),
      ),
    )
    .andThen((made) =>
      source === undefined
        ? okAsync()
        : storage.attempts.giveBack(
            'password-of-network',
            source,
            made,
            networkAllowance,
            ports.sources.clock(),
          ),
    )
}

const clear = ({ kind, key }: Counted, attempts: AttemptStore): ResultAsync<number, Unavailable> =>
  attempts.clear(kind, key)

/** Remembers where somebody who has signed in came from. */
export const rememberSource = (
  { source }: Pick<PasswordAttempt, 'source'>,
  user: User,
  now: Instant,
  { knownSources }: UserStores,
): ResultAsync<void, Unavailable> =>
  source === undefined ? okAsync() : knownSources.remember(user.id, source, now, now + knownForMs)
