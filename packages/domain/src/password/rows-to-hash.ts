import { issue, type Issue } from '../kernel/issue.ts'
import type { PasswordIntent } from './password-intent.ts'

type Limit = { readonly rowsToHash: number }

/** The pool's limit, or the caller's own if it is lower. */
export const limitRowsToHash = ({ rowsToHash }: Limit, asked: number = rowsToHash): Limit => ({
  rowsToHash: Math.min(rowsToHash, asked),
})

/** Whether a password will be hashed. Only after it is opened it is known whether a kept hash is hashed once more. */
export const isHashed = ({ kind }: PasswordIntent): boolean => kind === 'set' || kind === 'generate'

/** Refuses a batch with more passwords to hash than a caller can wait for. */
export const checkRowsToHash = (rows: number, { rowsToHash: max }: Limit): readonly Issue[] =>
  rows > max ? [issue('password.too_many_to_hash', ['list'], { max })] : []
