import type { CreateUsersOptions, Issue, NewUser } from '@keepsake/domain'
import type { Account } from '../../account.ts'
import type { BatchMode, RefusedRow } from '../batch.ts'

/** A row whose password is known: nothing is written unless it is the one that the row brings. */
export type Canary = { readonly row: number; readonly password: string }

export type CreateUsers = {
  readonly list: readonly NewUser[]
  readonly options?: CreateUsersOptions
  /** `all` where absent. */
  readonly mode?: BatchMode
  /**
   * The most passwords that may have to be hashed, for a caller whose client waits no longer. The pool's own limit where
   * absent, and never more than that.
   */
  readonly rowsToHash?: number
  /** In either mode, one that fails refuses the batch. */
  readonly canaries?: readonly Canary[]
}

export type CreateUsersReport = {
  /** In the order of the list. */
  readonly created: readonly { readonly row: number; readonly account: Account }[]
  /** In the order of the list, their issues' paths complete; always empty in mode `all`. */
  readonly refused: readonly RefusedRow[]
  /** What is worth a look in the rows that were created. */
  readonly warnings: readonly Issue[]
}
