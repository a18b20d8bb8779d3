import { issue, under, type Issue, type FingerprintOwner } from '@keepsake/domain'
import { findSharedSecrets, keepsOtherName } from '@keepsake/domain/rules'
import type { ReadyRow } from './row.ts'

/** Warnings about rows that were written. */
export const warningsOf = (
  written: readonly ReadyRow[],
  owners: readonly FingerprintOwner[],
): readonly Issue[] => {
  const secrets = written.map(({ row, userId, otp: { fingerprint } }) => ({ row, userId, fingerprint }))
  const shared = findSharedSecrets(secrets, owners)
  return written.flatMap((row) => under(['list', row.row, 'otp'], rowWarnings(row, shared.get(row.row))))
}

const rowWarnings = (
  { what, otp, match, nameField }: ReadyRow,
  sharedSecret: Issue | undefined,
): readonly Issue[] => [
  ...otp.warnings,
  ...(keepsOtherName(what, otp.name, match) ? [issue('otp.name_kept', [nameField])] : []),
  ...(sharedSecret === undefined ? [] : under(['secret'], [sharedSecret])),
]
