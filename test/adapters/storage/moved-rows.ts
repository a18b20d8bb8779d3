import { type LedgerRow, type UserId } from '@keepsake/domain'
import { aLedgerRow } from '../../builders/users.ts'

/** A row of a source, by its number. */
export type MovedRow = { readonly source: string; readonly row: number }

/** The row of the ledger that says which user a row became. Whichever process writes it, its place is the same. */
export const ledgerRowOf = ({ source, row }: MovedRow, user: UserId, move: string): LedgerRow =>
  aLedgerRow(user, { source, keyDigest: `key.${row}`, key: `${row}`, move })
