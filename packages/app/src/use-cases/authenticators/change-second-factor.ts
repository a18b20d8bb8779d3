import {
  secondFactorIds,
  type Failure,
  type SecondFactor,
  type SecondFactorsOvertaken,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import type { SecondFactorChange } from '@keepsake/domain/rules'
import { ok, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { requireUser } from '../shared/require-user.ts'
import { repeatOvertaken } from '../shared/repeatable-work.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { writeEvents } from '../shared/write-events.ts'

/** The present second factor of a user. Its lists are empty if the user has none. */
export const findSecondFactor = (
  { id }: Pick<User, 'id'>,
  { secondFactors }: Pick<UserStores, 'secondFactors'>,
): ResultAsync<SecondFactor, Unavailable> =>
  secondFactors
    .findByUserIds([id])
    .map(([set]) => set ?? { userId: id, authenticators: [], recoveryCodes: [] })

/** How to change a user's second factor. */
export type SecondFactorChanging<E> = {
  /**
   * Answers the change, or an error. It is called where the change is written, and nobody else can change the second factor
   * meanwhile. It may be called again.
   */
  readonly change: (present: SecondFactor) => Result<SecondFactorChange, E>
  /** What else to write in the same transaction. If it fails, nothing is written. */
  readonly alongside?: (stores: UserStores) => ResultAsync<unknown, E | Unavailable>
}

/** Decides and writes the second factor of a user in one transaction. Rejected if there is no such user. */
export const changeSecondFactor = <E extends { readonly kind: string }>(
  id: string,
  changing: SecondFactorChanging<E>,
  context: Context,
): ResultAsync<SecondFactor, E | Failure> =>
  repeatOvertaken<SecondFactor, E | Failure, SecondFactorsOvertaken>(
    () => context.storage.atomically((stores) => writeChange(id, changing, stores, context)),
    { isOvertaken, what: 'an authenticator' },
  )

const writeChange = <E>(
  id: string,
  { change, alongside }: SecondFactorChanging<E>,
  stores: UserStores,
  context: Context,
): ResultAsync<SecondFactor, E | SecondFactorsOvertaken | Failure> =>
  safeTry(async function* () {
    const user = yield* requireUser(id, stores)
    const present = yield* findSecondFactor(user, stores)
    const { next, event } = yield* change(present)
    yield* stores.secondFactors.writeAll([{ from: secondFactorIds(present), to: next }])
    yield* writeEvents(event === undefined ? [] : [event], stores, context)
    if (alongside !== undefined) yield* alongside(stores)
    return ok(next)
  })

const isOvertaken = (failure: { readonly kind: string }): failure is SecondFactorsOvertaken =>
  failure.kind === 'second-factors-overtaken'
