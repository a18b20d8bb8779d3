import type { NewUser } from '@keepsake/domain'
import type { Lost } from '../foreign/index.ts'
import type { RowPassword } from './password-path.ts'
import type { SignInPath } from './source-report.ts'

/** Statuses that forbid to sign in. */
const shut: readonly (string | undefined)[] = ['Suspended', 'Deactivated', 'Resigned', 'Archived']

/** The password is, or may be, in the old system, and did not come. */
const leftThere: readonly string[] = [
  'hash_not_exported',
  'file_not_given',
  'encrypted',
  'hash_not_supported',
]

/** How a user can sign in after the move. */
export const signInPath = (row: NewUser, password: RowPassword, lost: readonly Lost[]): SignInPath => {
  if (shut.includes(row.status)) return 'not_at_all'
  switch (password.kind) {
    case 'hash':
    case 'clear':
      return 'at_once'
    case 'old_system':
      return 'by_old_system'
    case 'unclear':
    case 'unclear_details':
      return 'unclear'
    case 'none':
      return withoutPassword(row, lost)
  }
}

const withoutPassword = (row: NewUser, lost: readonly Lost[]): SignInPath => {
  if ((row.identities ?? []).length > 0) return 'by_provider'
  if (row.email !== undefined || row.phone !== undefined) return 'after_reset'
  return lost.some(({ path, reason }) => path.length === 0 && leftThere.includes(reason))
    ? 'by_old_system'
    : 'not_at_all'
}
