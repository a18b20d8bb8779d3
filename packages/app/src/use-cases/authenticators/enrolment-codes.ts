import { issue, mostAuthenticators, rejected, type Failure, type OtpSet, type User } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { hasGoodCodes } from './authenticator.ts'
import type { BegunEnrolment } from './enrolment-ticket.ts'
import { keepRecoveryCode } from './recovery-code-hash.ts'
import { makeRecoveryCodes, type RecoveryCodes } from './regenerate-recovery-codes.ts'

/** `shownBefore`: the user was shown them together with the secret. */
export type ShownCodes = RecoveryCodes & { readonly shownBefore: boolean }

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

/** Adds the new authenticator to a set, and the codes if they are needed. */
export const withEnrolment = (
  present: OtpSet,
  made: OtpSet,
  { kept, shownBefore }: ShownCodes,
): ResultAsync<OtpSet, Failure> => {
  if (present.authenticators.length >= mostAuthenticators)
    return errAsync(rejected([issue('otp.too_many_authenticators', ['userId'], { max: mostAuthenticators })]))
  const authenticators = [...present.authenticators, ...made.authenticators]
  // A code that the user was shown must work, even if other codes were added meanwhile.
  if (shownBefore)
    return okAsync({ ...present, authenticators, recoveryCodes: [...present.recoveryCodes, ...kept] })
  return okAsync({
    ...present,
    authenticators,
    recoveryCodes: hasGoodCodes(present) ? present.recoveryCodes : kept,
  })
}
