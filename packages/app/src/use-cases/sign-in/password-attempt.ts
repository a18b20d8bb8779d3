import {
  parsePlainPassword,
  userId,
  type AttemptKind,
  type Instant,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { accountOf } from './account-of.ts'
import { countByFirst } from './count-ways.ts'
import { findDevice, type DeviceToken } from './device-token.ts'
import { repeatedAfterMs, type RefusedPassword } from './repeats.ts'
import type { Marked } from './take-back.ts'
import { wayOfRepeated, waysOf, type PasswordAttempt } from './ways.ts'

/** Finds what an attempt on this login counts for. */
export const findAttempt = (
  login: string,
  user: User | undefined,
  source: string | undefined,
  token: DeviceToken | undefined,
  context: Context,
): ResultAsync<PasswordAttempt, Unavailable> => {
  const account = accountOf(user, login, context)
  const now = context.ports.sources.clock()
  return findDevice(token, account, context).andThen((device) =>
    (source === undefined
      ? okAsync(false)
      : context.storage.knownSources.isKnown(userId(account), source, now)
    ).map((isKnown) => {
      if (isKnown && source !== undefined) context.seenNetworks.note(account, source)
      return { account, source, isKnown, device }
    }),
  )
}

/** When a refused attempt may be made again: with the same password (`Repeats`), or with another one. */
export type Refused = { readonly retryAt: Instant; readonly otherPasswordAt: Instant }

/** An attempt that was counted, or the refusal. */
export type Reserved = Marked | Refused

/**
 * Counts an attempt before the password is checked, and answers the way that granted it. If a refused password is sent
 * again, it may be checked out of turn.
 */
export const reserveAttempt = (
  attempt: PasswordAttempt,
  password: string,
  context: Context,
): ResultAsync<Reserved, Unavailable> => {
  const now = context.ports.sources.clock()
  return countByFirst(waysOf(attempt), now, context).andThen((counted) => {
    if ('way' in counted) return okAsync<Reserved, Unavailable>(counted)
    const { by, retryAt: otherPasswordAt } = counted
    // The same for every password, so that nobody learns which password another caller tries.
    const refused: Refused = { retryAt: Math.min(otherPasswordAt, now + repeatedAfterMs), otherPasswordAt }
    const repeated = toRefused(attempt, password, by, context)
    const isDue = parsePlainPassword(password).isOk() && context.repeats.note(repeated, now) === 'due'
    if (!isDue) return okAsync(refused)
    return countByFirst([wayOfRepeated(attempt, by)], now, context).map((outOfTurn) => {
      if (!('way' in outOfTurn)) return refused
      context.repeats.noteTurn(repeated)
      return outOfTurn
    })
  })
}

const toRefused = (
  { account, source }: PasswordAttempt,
  password: string,
  refusedBy: AttemptKind,
  context: Context,
): RefusedPassword => ({
  account,
  digest: digestOf(account, password, context),
  queue: refusedBy === 'password-of-network' ? `network ${source}` : account,
  hasShare: refusedBy === 'password-of-strangers',
})

/** A digest that distinguishes the passwords tried at an account. It stays in this process, for an hour at most. */
const digestOf = (account: string, password: string, { digestKey }: Context): string =>
  Buffer.from(digestKey.digestOf('tried at', `${account}: ${password}`)).toString('base64url')

/** Remembers that a password was checked and is wrong, so that it is not checked out of turn again. */
export const noteWrong = ({ account }: PasswordAttempt, password: string, context: Context): void =>
  context.repeats.noteWrong(
    { account, digest: digestOf(account, password, context) },
    context.ports.sources.clock(),
  )
