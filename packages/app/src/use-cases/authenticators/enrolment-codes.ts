import type { Failure, User } from '@keepsake/domain'
import type { AddedCodes } from '@keepsake/domain/rules'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { BegunEnrolment } from './enrolment-ticket.ts'
import { keepRecoveryCode } from './recovery-code-hash.ts'
import { makeRecoveryCodes, type RecoveryCodes } from './regenerate-recovery-codes.ts'

/** Codes for a new authenticator, as the user sees them and as they are stored. */
export type ShownCodes = RecoveryCodes & AddedCodes

/** The recovery code that was shown together with the secret, or new codes, for a user who has none. */
export const codesFor = (
  { recoveryCode }: BegunEnrolment,
  { id }: User,
  context: Context,
): ResultAsync<ShownCodes, Failure> =>
  recoveryCode === undefined
    ? makeRecoveryCodes(id, context).map((codes) => ({ ...codes, shownBefore: false }))
    : keepRecoveryCode({ code: recoveryCode }, id, context).map((kept) => ({
        shown: [],
        kept: [kept],
        shownBefore: true,
      }))
