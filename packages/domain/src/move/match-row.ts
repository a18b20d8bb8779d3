import type { UserId } from '../user/user-id.ts'
import type { LedgerRow } from './ledger-row.ts'

/**
 * Who a row of a source is. `known`: the user that this key became before. `matched`: a user who has a verified identifier of
 * the row. `contested`: several users have one of them. `erased`: the user that this key became was deleted here since.
 */
export type RowMatch =
  | { readonly kind: 'new' }
  | { readonly kind: 'known'; readonly userId: UserId }
  | { readonly kind: 'matched'; readonly userId: UserId }
  | { readonly kind: 'contested'; readonly userIds: readonly UserId[] }
  | { readonly kind: 'erased' }

/**
 * Decides who a row is: by the source's key if the ledger has it, otherwise by its verified identifiers.
 * @param ledger what the ledger knows of the row's key
 * @param holders the users who have an identifier of the row that is verified on both sides; empty if nobody asked for it
 */
export const matchRow = (
  ledger: Pick<LedgerRow, 'userId' | 'outcome'> | undefined,
  holders: readonly UserId[],
): RowMatch => {
  if (ledger?.userId !== undefined) return { kind: 'known', userId: ledger.userId }
  if (ledger?.outcome === 'erased') return { kind: 'erased' }
  const [first, ...others] = [...new Set(holders)]
  if (first === undefined) return { kind: 'new' }
  return others.length === 0
    ? { kind: 'matched', userId: first }
    : { kind: 'contested', userIds: [first, ...others] }
}
