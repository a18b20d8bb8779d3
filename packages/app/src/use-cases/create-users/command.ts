import type { BatchMode, CreateUsersOptions, Issue, NewUser } from '@keepsake/domain'
import type { RefusedRow } from '@keepsake/domain/rules'
import type { Account } from '../users/account.ts'

/** A row whose password is known. Nothing is written unless the row has this password. */
export type Canary = { readonly row: number; readonly password: string }

/** A batch of users to create, and how to create them. */
export type CreateUsers = {
  readonly list: readonly NewUser[]
  readonly options?: CreateUsersOptions
  /** The default is `all`. */
  readonly mode?: BatchMode
  /**
   * The most passwords that may be hashed, for a caller whose client does not wait longer. The default is the pool's own
   * limit, and it cannot exceed that.
   */
  readonly rowsToHash?: number
  /** In either mode, one wrong password rejects the batch. */
  readonly canaries?: readonly Canary[]
}

/** What was created and what was refused. Rows are indexes in the list. */
export type CreateUsersReport = {
  /** In the order of the list. */
  readonly created: readonly { readonly row: number; readonly account: Account }[]
  /** In the order of the list, with complete paths. Always empty in mode `all`. */
  readonly refused: readonly RefusedRow[]
  /** Warnings about rows that were created. */
  readonly warnings: readonly Issue[]
}
