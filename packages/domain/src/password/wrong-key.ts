import { inList, type RefusedRow } from '../kernel/batch.ts'
import { issue, type Issue } from '../kernel/issue.ts'

/**
 * One or two broken ciphertexts can happen. Three in one batch mean that the sender has another key. Some of what a
 * wrong RSA key gives looks like a short password, so the rows that seem valid cannot be trusted either.
 */
const tolerated = 2

/** Whether so many passwords of a batch cannot be decrypted that nothing of the batch may be written. */
export const suggestsWrongKey = (undecryptable: number): boolean => undecryptable > tolerated

/**
 * Refuses the whole batch if too many of its rows cannot be decrypted, and names these rows. Otherwise rows that a wrong
 * key decrypts to garbage by chance would be written with passwords that nobody knows.
 */
export const checkTransportKey = (refused: readonly RefusedRow[]): readonly Issue[] => {
  const undecryptable = refused
    .map(({ row, issues }) => ({
      row,
      issues: issues.filter(({ code }) => code === 'password.undecryptable'),
    }))
    .filter(({ issues }) => issues.length > 0)
  return suggestsWrongKey(undecryptable.length)
    ? [issue('password.wrong_key', ['list'], { rows: undecryptable.length }), ...inList(undecryptable)]
    : []
}
