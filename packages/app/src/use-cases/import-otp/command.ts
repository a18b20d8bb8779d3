import type { ExistingOtp, Issue, NewOtp } from '@keepsake/domain'
import type { BatchMode, RefusedRow } from '../batch.ts'

/** A user of ours, and the authenticator that this user already has elsewhere. */
export type NewEnrolment = { readonly userId: string; readonly otp: NewOtp }

export type ImportOtp = {
  readonly list: readonly NewEnrolment[]
  /** What becomes of the users who have something else already. `refuse` where absent. */
  readonly existing?: ExistingOtp
  /** Another spelling of `existing: 'replace'`. Not looked at where `existing` is given. */
  readonly replace?: boolean
  /** `all` where absent. */
  readonly mode?: BatchMode
}

export type ImportOtpReport = {
  /**
   * How many users have an authenticator now that had none; something else than before; something more than before; the
   * same as before.
   */
  readonly enrolled: number
  readonly replaced: number
  readonly added: number
  readonly unchanged: number
  /** In the order of the list, their issues' paths complete; always empty in mode `all`. */
  readonly refused: readonly RefusedRow[]
  /** What is worth a look in the rows that were taken. */
  readonly warnings: readonly Issue[]
}
