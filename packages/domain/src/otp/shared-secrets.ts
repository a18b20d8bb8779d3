import { issue, type Issue } from '../kernel/issue.ts'
import type { UserId } from '../user/user-id.ts'
import type { OtpHolder } from './otp-store.ts'

/** The fingerprint of the secret that a row gives a user. */
export type RowSecret = OtpHolder & { readonly row: number }

/**
 * Warns, by row, of a secret that another user has as well: one of the two signs in with the other's codes. Where the
 * other one's row is in the batch too it is named, and nothing is told of anybody else.
 */
export const findSharedSecrets = (
  rows: readonly RowSecret[],
  holders: readonly OtpHolder[],
): ReadonlyMap<number, Issue> => {
  const holdersOf = Map.groupBy(holders, ({ fingerprint }) => fingerprint)
  const rowsOf = Map.groupBy(rows, ({ fingerprint }) => fingerprint)
  const shared = rows.filter(({ userId, fingerprint }) => other(userId, holdersOf.get(fingerprint)))
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
