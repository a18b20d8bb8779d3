import type { Unavailable, User } from '@keepsake/domain'
import type { SecondFactorFact } from '@keepsake/domain/rules'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Admitted } from '../../guessing/take-back.ts'
import { clearAttempts } from '../shared/clear-attempts.ts'
import type { UserStores } from '../tenant/user-stores.ts'

/** Uses up a code in a transaction, unless another attempt at the same time has used it up. */
export type Use = (stores: UserStores) => ResultAsync<'accepted' | 'used-before', Unavailable>

/** A code that was checked. `uses`: it may belong to several authenticators or records. Empty if it is wrong. */
export type CheckedCode = {
  readonly uses: readonly Use[]
  /** How many recovery codes are still valid after this one. Present if it is one. */
  readonly recoveryCodesLeft?: number
}

/** A right code that is not used up yet, and its attempt, which is taken back if the code cannot be used up. */
export type ShownCode = CheckedCode & { readonly admitted: Admitted }

/** The result of a check. `not-sent`: there was nothing to check. `locked`: nothing was checked. */
export type CodeVerdict = 'not-sent' | 'locked' | 'refused' | ShownCode

/** What a sign-in makes of a checked code. */
export const factOf = (verdict: CodeVerdict): Exclude<SecondFactorFact, 'unchecked'> =>
  typeof verdict === 'string' ? verdict : 'accepted'

/**
 * Uses up a code that was shown, and forgets the wrong codes before it, of both kinds: either kind of proof shows that the
 * owner is back. Call it in a transaction that has read the user, so that a user who was deleted meanwhile gets no notice.
 */
export const useUp = (
  { id }: Pick<User, 'id'>,
  { uses }: ShownCode,
  stores: UserStores,
): ResultAsync<'accepted' | 'refused', Unavailable> =>
  useFirst(uses, stores).andThen((verdict) =>
    verdict === 'accepted' ? clearAttempts('second-factor', id, stores).map(() => verdict) : okAsync(verdict),
  )

/** Uses the first one that is still unused: another attempt at the same time may have been faster. */
const useFirst = (
  [first, ...others]: readonly Use[],
  stores: UserStores,
): ResultAsync<'accepted' | 'refused', Unavailable> =>
  first === undefined
    ? okAsync('refused')
    : first(stores).andThen((verdict) =>
        verdict === 'accepted' ? okAsync(verdict) : useFirst(others, stores),
      )
