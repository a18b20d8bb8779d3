import { issue, type Issue } from '../kernel/issue.ts'
import type { UserId } from '../user/user-id.ts'
import type { FingerprintOwner } from './second-factor-store.ts'

/** The fingerprint of the secret that a row gives a user. */
export type RowSecret = FingerprintOwner & { readonly row: number }

/**
 * Warns, by row, of a secret that another user has as well: one of the two users can sign in with the other's codes. If
 * the other user's row is in the same batch, the warning names it. It says nothing about any other user.
 */
export const findSharedSecrets = (
  rows: readonly RowSecret[],
  owners: readonly FingerprintOwner[],
): ReadonlyMap<number, Issue> => {
  const ownersOf = Map.groupBy(owners, ({ fingerprint }) => fingerprint)
  const rowsOf = Map.groupBy(rows, ({ fingerprint }) => fingerprint)
  const shared = rows.filter(({ userId, fingerprint }) => other(userId, ownersOf.get(fingerprint)))
  return new Map(
    shared.map(({ row, userId, fingerprint }) => {
      const rival = other(userId, rowsOf.get(fingerprint))
      return [row, issue('otp.secret_shared', [], rival && { row: rival.row })]
    }),
  )
}

const other = <T extends { readonly userId: UserId }>(
  user: UserId,
  among: readonly T[] = [],
): T | undefined => among.find(({ userId }) => userId !== user)
