import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import { nothing } from '../input/shape.ts'
import { checkUsernames, type UsernamesReport } from '../use-cases/usernames/check-usernames.ts'
import { switchUsernames, type UsernamesSwitched } from '../use-cases/usernames/switch-usernames.ts'
import { door, type Guarded } from './door.ts'

/** `keepsake.usernames`: whether the case of usernames counts, in a pool that has users already. */
export type Usernames = {
  /** Lists the users who would collide if the case of usernames did not count. */
  readonly check: () => ResultAsync<UsernamesReport, Failure>
  /** Compares usernames as the settings say from now on, unless users collide. No other call is answered meanwhile. */
  readonly switch: () => ResultAsync<UsernamesSwitched, Failure>
}

export const openUsernames = (context: PoolContext): Guarded<Usernames> => ({
  check: door(nothing, () => checkUsernames(context)),
  switch: door(nothing, () => switchUsernames(context)),
})
