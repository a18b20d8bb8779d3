import { issue, under, type Issue, type FingerprintOwner } from '@keepsake/domain'
import { findSharedSecrets, placed, type RefusedRow, type RowSecret } from '@keepsake/domain/rules'
import { toAccount } from '../users/account.ts'
import type { CreateUsersReport } from './command.ts'
import type { ReadyRow, WrittenRows } from './row.ts'
import { fingerprintsOf } from './write-rows.ts'

/** What the caller learns of a batch that was written. `refused`: the rows that were refused before the write. */
export const reportOf = (
  { written, refused: late, owners }: WrittenRows,
  refused: readonly RefusedRow[],
): CreateUsersReport => ({
  created: written.map(({ row, user, credential }) => ({ row, account: toAccount(user, credential) })),
  refused: [...refused, ...late].toSorted((one, other) => one.row - other.row).map(placed),
  warnings: warningsOf(written, owners),
})

const warningsOf = (written: readonly ReadyRow[], owners: readonly FingerprintOwner[]): readonly Issue[] => {
  const shared = findSharedSecrets(written.flatMap(secretsOf), owners)
  return written.flatMap((row) => under(['list', row.row], rowWarnings(row, shared.get(row.row))))
}

const rowWarnings = (
  { otp, password, notices, warnings }: ReadyRow,
  sharedSecret: Issue | undefined,
): readonly Issue[] => [
  ...warnings,
  ...under(['otp'], otp?.warnings ?? []),
  ...under(['otp', 'secret'], sharedSecret === undefined ? [] : [sharedSecret]),
  ...under(['password'], password.kind === 'hash' || password.kind === 'none' ? password.warnings : []),
  ...(password.kind === 'hash' && password.generated && notices.length === 0
    ? [issue('password.generated_and_not_sent', ['password'])]
    : []),
]

const secretsOf = ({ row, user, secondFactor }: ReadyRow): readonly RowSecret[] =>
  secondFactor === undefined
    ? []
    : fingerprintsOf(secondFactor).map((fingerprint) => ({ row, userId: user.id, fingerprint }))
