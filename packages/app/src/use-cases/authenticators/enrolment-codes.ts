import { issue, mostAuthenticators, rejected, type Failure, type OtpSet, type User } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { hasGoodCodes } from './authenticator.ts'
import type { BegunEnrolment } from './enrolment-token.ts'
import { keepRecoveryCode } from './recovery-code-hash.ts'
import { makeRecoveryCodes, type RecoveryCodes } from './regenerate-recovery-codes.ts'

/** `shownBefore`: the user was shown them along with the secret. */
export type ShownCodes = RecoveryCodes & { readonly shownBefore: boolean }

/** The code that was shown along with the secret, or others, for a user who has none. */
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

/** The set with the new authenticator, and with the codes where they are needed. */
export const withEnrolment = (
  present: OtpSet,
  made: OtpSet,
  { kept, shownBefore }: ShownCodes,
): ResultAsync<OtpSet, Failure> => {
  if (present.authenticators.length >= mostAuthenticators)
    return errAsync(rejected([issue('otp.too_many_authenticators', ['userId'], { max: mostAuthenticators })]))
  const authenticators = [...present.authenticators, ...made.authenticators]
  // What a user has been shown must work, whatever else has come in meanwhile.
  if (shownBefore)
    return okAsync({ ...present, authenticators, recoveryCodes: [...present.recoveryCodes, ...kept] })
  return okAsync({
    ...present,
    authenticators,
    recoveryCodes: hasGoodCodes(present) ? present.recoveryCodes : kept,
  })
}
