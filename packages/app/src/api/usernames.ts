import type { Failure } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { PoolContext } from '../context.ts'
import { nothing } from '../input/shape.ts'
import { checkUsernames, type UsernamesReport } from '../use-cases/usernames/check-usernames.ts'
import { switchUsernames, type UsernamesSwitched } from '../use-cases/usernames/switch-usernames.ts'
import { door, type Guarded } from './door.ts'

/** `keepsake.usernames`: changes whether usernames are case-sensitive, in a pool that already has users. */
export type Usernames = {
  /** Lists the users whose usernames would be equal if case were ignored. */
  readonly check: () => ResultAsync<UsernamesReport, Failure>
  /** Starts to compare usernames as the settings say, unless usernames collide. No other call is answered while it runs. */
  readonly switch: () => ResultAsync<UsernamesSwitched, Failure>
}

/** Makes `keepsake.usernames`. */
export const openUsernames = (context: PoolContext): Guarded<Usernames> => ({
  check: door(nothing, () => checkUsernames(context)),
  switch: door(nothing, () => switchUsernames(context)),
})
