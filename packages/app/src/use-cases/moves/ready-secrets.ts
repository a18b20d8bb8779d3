import {
  secondFactorIds,
  type Instant,
  type SecondFactor,
  type SecondFactorWrite,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { changeCredential, originOf, nextSecondFactor, type PasswordChange } from '@keepsake/domain/rules'
import { okAsync, ResultAsync } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { makeSecondFactor, noMatch } from '../authenticators/make-second-factor.ts'
import { makeHash } from '../create-users/make-ready.ts'
import type { ReadyRow } from '../create-users/row.ts'
import type { FewAtOnce } from '../shared/few-at-once.ts'
import { toAsync } from '../shared/maybe-async.ts'
import type { KnownRow, NewFactor, NewRow } from './judged.ts'

/** The password that a known user gets, and what the change tells. */
export const makeNextCredential = (
  { password, passwordPast: { setAt, origin: given }, before: { user, credential } }: KnownRow,
  now: Instant,
  limited: FewAtOnce,
  { ports, settings }: PoolContext,
): ResultAsync<PasswordChange | undefined, Unavailable> => {
  if (password === undefined) return okAsync(undefined)
  const { mustChange } = password
  const origin = originOf(password.kind === 'keep', given, now)
  return toAsync(makeHash(password, limited, ports)).map((hash) =>
    changeCredential(
      credential,
      { userId: user.id, hash, mustChange, origin, setAt, by: 'administrator' },
      now,
      settings.passwords.policy,
    ),
  )
}

/** The second factor that a known user gets. */
export const makeNextFactor = (
  { factors, before: { user, secondFactor } }: KnownRow,
  now: Instant,
  context: PoolContext,
): ResultAsync<SecondFactorWrite | undefined, Unavailable> => {
  if (factors.length === 0) return okAsync(undefined)
  return addFactors(user.id, secondFactor, factors, now, context).map(
    (to) =>
      to && {
        from: secondFactor === undefined ? [] : secondFactorIds(secondFactor),
        to,
      },
  )
}

/** What a user has after authenticators were added. */
const addFactors = (
  userId: UserId,
  present: SecondFactor | undefined,
  factors: readonly NewFactor[],
  now: Instant,
  context: PoolContext,
): ResultAsync<SecondFactor | undefined, Unavailable> =>
  ResultAsync.combine(
    factors.map(({ otp, match }) => makeSecondFactor(userId, otp, match, now, context)),
  ).map((made) =>
    made.reduce(
      (before: SecondFactor | undefined, imported) =>
        before === undefined ? imported : nextSecondFactor('add', before, imported),
      present,
    ),
  )

/** A batch of users gives each at most one authenticator, so the others are added here. */
export const addFurther = (
  ready: ReadyRow,
  { accepted: { further } }: NewRow,
  now: Instant,
  context: PoolContext,
): ResultAsync<ReadyRow, Unavailable> =>
  further.length === 0
    ? okAsync(ready)
    : addFactors(
        ready.user.id,
        ready.secondFactor,
        further.map((otp) => ({ otp, match: noMatch })),
        now,
        context,
      ).map((secondFactor) => ({ ...ready, secondFactor }))
