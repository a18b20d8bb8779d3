import type { LedgerOutcome } from './ledger-row.ts'

/** What is to be known of one row of the ledger, and of its user, when its move is undone. */
export type UndoFacts = {
  readonly outcome: LedgerOutcome
  /** Whether the user exists. */
  readonly exists: boolean
  /** Whether the record of the user has the version that the move has left. */
  readonly isVersionOurs: boolean
  /** Whether the user has signed in since the account was made. */
  readonly hasSignedIn: boolean
  /** Whether a password or authenticator that the move has written was used, changed or removed since. */
  readonly areSecretsTouched: boolean
  /** Whether other keys, of this source or another, have led to the user. */
  readonly hasOtherKeys: boolean
  /** Whether a before-image of the user is there. */
  readonly hasBefore: boolean
}

/**
 * `remove`: the move created the user, who has not signed in nor been changed since. `restore`: the user gets the former record
 * back. `forget`: only the ledger is put back, since nothing was written for the user. `bring-back`: the move deleted the user.
 * `in-use`: the user was changed or has signed in since, and stays. `gone`: there is nothing left to undo.
 */
export type UndoVerdict = 'remove' | 'restore' | 'forget' | 'bring-back' | 'in-use' | 'gone'

/** Decides what undoing a move does for one row of its ledger. */
export const decideUndo = (facts: UndoFacts): UndoVerdict => {
  const { outcome, exists, hasBefore } = facts
  if (outcome === 'erased') return 'gone'
  if (outcome === 'deleted') return hasBefore ? 'bring-back' : 'gone'
  if (!exists) return 'gone'
  if (outcome === 'unchanged' || (outcome === 'matched' && !hasBefore)) return 'forget'
  const isUntouched = facts.isVersionOurs && !facts.areSecretsTouched
  if (outcome === 'created')
    return isUntouched && !facts.hasSignedIn && !facts.hasOtherKeys ? 'remove' : 'in-use'
  return isUntouched && hasBefore ? 'restore' : 'in-use'
}
