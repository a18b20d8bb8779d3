import {
  readHashColumn,
  type BatchPasswordFields,
  type NewUser,
  type PasswordVerifier,
  type Strength,
  type UnreadableHash,
} from '@keepsake/domain'
import { detailsOfBatch, detailsOfRow } from '@keepsake/domain/rules'

/** What a row has for a password. */
export type RowPassword =
  | { readonly kind: 'none' | 'clear' | 'old_system' | 'unclear_details' }
  | { readonly kind: 'hash'; readonly format: string; readonly strength: Strength | 'unknown' }
  | { readonly kind: 'unclear'; readonly reason: UnreadableHash }

/** Reads the hash of a row as an import does. Computes no hash. */
export const readRowPassword = (
  row: NewUser,
  options: BatchPasswordFields,
  verifier: Pick<PasswordVerifier, 'recognise' | 'describe'>,
): RowPassword => {
  const { password } = row
  if (password === undefined || password === '') return { kind: 'none' }
  if (options.keepPassword !== true) return { kind: 'clear' }
  const format = row.passwordFormat ?? options.passwordFormat
  const kept = readHashColumn(password, format)
  if (kept.kind !== 'hash') return { kind: kept.kind === 'clear' ? 'clear' : 'none' }
  if (format?.startsWith('custom:') === true) return { kind: 'old_system' }
  const details = detailsOfBatch(options).andThen((ofBatch) =>
    detailsOfRow(row, ofBatch, options.passwordFormat),
  )
  if (details.isErr()) return { kind: 'unclear_details' }
  return verifier.recognise(password, format, details.value).match(
    (hash): RowPassword => ({
      kind: 'hash',
      format: hash.format,
      strength: verifier.describe(hash)?.strength ?? 'unknown',
    }),
    (reason) => ({ kind: 'unclear', reason }),
  )
}
