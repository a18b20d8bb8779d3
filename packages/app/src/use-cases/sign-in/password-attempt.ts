import {
  parsePlainPassword,
  userId,
  type AttemptKind,
  type AttemptStore,
  type Instant,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { accountOf } from './account-of.ts'
import { readDevice } from './device-token.ts'
import { repeatedAfterMs, type RefusedPassword } from './repeats.ts'
import { sourceOf } from './source-of.ts'
import { wayOfRepeated, waysOf, type PasswordAttempt, type Way } from './ways.ts'

/** What an attempt on this login counts for. */
export const findAttempt = (
  login: string,
  user: User | undefined,
  { ip, deviceToken }: { readonly ip?: string; readonly deviceToken?: string },
  context: Context,
): ResultAsync<PasswordAttempt, Unavailable> => {
  const account = accountOf(user, login, context)
  const source = sourceOf(ip)
  const now = context.ports.sources.clock()
  return readDevice(deviceToken, account, context).andThen((device) =>
    (source === undefined
      ? okAsync(false)
      : context.storage.knownSources.isKnown(userId(account), source, now)
    ).map((isKnown) => ({ account, source, isKnown, device })),
  )
}

/** An attempt that is counted, by the way that has granted it; or one that is not, and when it may be made. */
export type Reserved = { readonly way: Way } | { readonly retryAt: Instant }

type Refusal = { readonly by: AttemptKind; readonly retryAt: Instant }

/**
 * Counts an attempt before the password is looked at, by the first way that grants it. One that is refused counts nowhere:
 * strangers who keep the owner waiting do not make the owner's own wait longer. A password that is refused and comes
 * again is looked at out of turn (`Repeats`).
 */
export const reserveAttempt = (
  attempt: PasswordAttempt,
  password: string,
  context: Context,
): ResultAsync<Reserved, Unavailable> => {
  const now = context.ports.sources.clock()
  return tryWays(waysOf(attempt), now, context).andThen((tried) => {
    if ('way' in tried) return okAsync<Reserved, Unavailable>(tried)
    const last = tried.at(-1)
    const retryAt = Math.min(...tried.map((refusal) => seenFrom(refusal, now)))
    if (last === undefined || parsePlainPassword(password).isErr()) return okAsync({ retryAt })
    if (context.repeats.note(toRefused(attempt, password, last, context), now) === 'not-yet')
      return okAsync({ retryAt })
    return tryWays([wayOfRepeated(attempt, last.by)], now, context).map((repeated): Reserved =>
      'way' in repeated ? repeated : { retryAt },
    )
  })
}

/** What stands in everybody's way does not stand in that of a password that comes again. */
const seenFrom = ({ by, retryAt }: Refusal, now: Instant): Instant =>
  by === 'password-of-strangers' ? Math.min(retryAt, now + repeatedAfterMs) : retryAt

const toRefused = (
  { account, source }: PasswordAttempt,
  password: string,
  { by }: Refusal,
  context: Context,
): RefusedPassword => ({
  group: by === 'password-of-network' ? `network ${source}` : account,
  digest: digestOf(account, password, context),
  isUnused: by === 'password-of-strangers',
})

/** Tells a password that was tried at an account from others. Only this process sees it, and for an hour at the most. */
export const digestOf = (account: string, password: string, { ports }: Pick<Context, 'ports'>): string =>
  Buffer.from(ports.keyedDigest(`tried at ${account}: ${password}`)).toString('base64url')

/** The first way that grants an attempt, or why each refused it. */
const tryWays = (
  [way, ...others]: readonly Way[],
  now: Instant,
  context: Context,
  refusals: readonly Refusal[] = [],
): ResultAsync<{ readonly way: Way } | readonly Refusal[], Unavailable> =>
  way === undefined
    ? okAsync(refusals)
    : context.storage
        .atomically(({ attempts }) => reserveAll(way, attempts, now))
        .map(() => ({ way }))
        .orElse((failure) =>
          'by' in failure ? tryWays(others, now, context, [...refusals, failure]) : errAsync(failure),
        )

/** Fails with the first refusal, so that the transaction undoes what was granted before it. */
const reserveAll = (
  [first, ...others]: Way,
  attempts: AttemptStore,
  now: Instant,
): ResultAsync<void, Refusal | Unavailable> => {
  if (first === undefined) return okAsync()
  const limit = 'backoff' in first ? first.backoff : first.allowance
  return attempts
    .reserve(first.kind, first.key, limit, now)
    .andThen((reservation) =>
      reservation.granted
        ? reserveAll(others, attempts, now)
        : errAsync({ by: first.kind, retryAt: reservation.retryAt }),
    )
}

/**
 * Forgets the attempts that led to a right password by this way, and gives back what was drawn for them. Those of strangers
 * stay counted for who is none.
 */
export const clearAttempts = (way: Way, context: Context): ResultAsync<void, Unavailable> => {
  const rows = way.filter((each) => 'backoff' in each)
  const drawn = way.filter((each) => 'allowance' in each)
  const now = context.ports.sources.clock()
  return context.storage
    .atomically(({ attempts }) =>
      rows.reduce<ResultAsync<number, Unavailable>>(
        (before, { kind, key }) =>
          before.andThen((most) =>
            attempts.clear(kind, key).map((made) => (kind === 'password' ? made : most)),
          ),
        okAsync(1),
      ),
    )
    .andThen((made) =>
      drawn.reduce<ResultAsync<void, Unavailable>>(
        (before, { kind, key, allowance }) =>
          before.andThen(() => context.storage.attempts.giveBack(kind, key, made, allowance, now)),
        okAsync(),
      ),
    )
}
