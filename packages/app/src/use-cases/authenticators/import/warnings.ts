import { findSharedSecrets, issue, keepsOtherName, under, type Issue, type OtpHolder } from '@keepsake/domain'
import type { ReadyRow } from './row.ts'

/** Warnings about rows that were written. */
export const warningsOf = (written: readonly ReadyRow[], holders: readonly OtpHolder[]): readonly Issue[] => {
  const secrets = written.map(({ row, userId, otp: { fingerprint } }) => ({ row, userId, fingerprint }))
  const shared = findSharedSecrets(secrets, holders)
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
