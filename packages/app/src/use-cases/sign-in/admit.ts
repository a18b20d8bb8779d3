import type { Unavailable } from '@keepsake/domain'
import {
  parsePlainPassword,
  queueOf,
  refusedAt,
  wayOfRepeated,
  waysOf,
  type PasswordAttempt,
  type Refusal,
} from '@keepsake/domain/rules'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { RefusedPassword } from '../../guessing/repeats.ts'
import type { Admitted } from '../../guessing/take-back.ts'
import { countByFirst } from './count-ways.ts'
import type { FoundAttempt } from './find-attempt.ts'
import { tooMany, type Credentials, type Ended } from './outcome.ts'
import { standingsOfAttempt } from './standings.ts'

/** Waits for a turn at the processor. An attempt that gets none counts as not made, because the work has not begun. */
export const inTurn = <T, E>(
  attempt: FoundAttempt,
  { signal }: Credentials,
  { checks }: Context,
  work: () => ResultAsync<T, E>,
): ResultAsync<T, E | Unavailable> =>
  checks.enter({ lane: attempt.network ?? '', standings: standingsOfAttempt(attempt), signal }, work)

/**
 * Counts an attempt before the password is checked, and answers the way that granted it. If a refused password is sent
 * again, it may be checked out of turn.
 */
export const admit = (
  attempt: PasswordAttempt,
  password: string,
  context: Context,
): ResultAsync<Admitted, Ended | Unavailable> => {
  const now = context.ports.system.clock()
  return countByFirst(waysOf(attempt), now, context).andThen((counted) => {
    if ('way' in counted) return okAsync<Admitted, Ended | Unavailable>(counted)
    const refused = tooMany(refusedAt(counted, now))
    const repeated = toRefused(attempt, password, counted, context)
    const isDue = parsePlainPassword(password).isOk() && context.repeats.note(repeated, now) === 'due'
    if (!isDue) return errAsync(refused)
    return countByFirst([wayOfRepeated(attempt, counted.by)], now, context).andThen((outOfTurn) => {
      if (!('way' in outOfTurn)) return errAsync(refused)
      context.repeats.noteTurn(repeated)
      return okAsync(outOfTurn)
    })
  })
}

const toRefused = (
  attempt: PasswordAttempt,
  password: string,
  { by }: Refusal,
  context: Context,
): RefusedPassword => ({
  account: attempt.account,
  digest: digestOf(attempt.account, password, context),
  ...queueOf(attempt, by),
})

/** A digest that distinguishes the passwords tried at an account. It stays in this process, for an hour at most. */
const digestOf = (account: string, password: string, { digestKey }: Context): string =>
  Buffer.from(digestKey.digestOf('tried at', `${account}: ${password}`)).toString('base64url')

/** Remembers that a password was checked and is wrong, so that it is not checked out of turn again. */
export const noteWrong = ({ account }: PasswordAttempt, password: string, context: Context): void =>
  context.repeats.noteWrong(
    { account, digest: digestOf(account, password, context) },
    context.ports.system.clock(),
  )
