import { issue, type Issue } from '../kernel/issue.ts'
import type { UnreadableHash } from './password-hasher.ts'

/** The issue with a row's hash that cannot be stored, at the field of the row that it is about. */
export const unreadableHash: Readonly<Record<UnreadableHash, Issue>> = {
  unknown: issue('password.kept_is_no_hash', ['password']),
  'format-unknown': issue('password.format_unknown', ['passwordFormat']),
  ambiguous: issue('password.kept_hash_ambiguous', ['password']),
  'too-costly': issue('password.kept_hash_too_costly', ['password']),
  'salt-not-taken': issue('password.detail_not_taken', ['passwordSalt']),
  'parameters-not-taken': issue('password.detail_not_taken', ['passwordParameters']),
  'encoding-not-taken': issue('password.detail_not_taken', ['passwordEncoding']),
  'salt-missing': issue('password.detail_missing', ['passwordSalt']),
  'username-missing': issue('password.detail_missing', ['username']),
  'expression-malformed': issue('password.expression_malformed', ['passwordFormat']),
}
