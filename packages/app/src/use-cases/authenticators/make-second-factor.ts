import type { Instant, OtpEnrolment, OtpMatch, OtpSet, Unavailable, UserId } from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { BroughtOtp } from './given-authenticator.ts'
import { otpPlace } from './sealed-secret.ts'
import { keepRecoveryCode } from './recovery-code-hash.ts'

/**
 * Makes an imported second factor ready to be stored: it seals the secret for this user and hashes the recovery codes. An
 * authenticator or code that the user already has is kept, with its id.
 */
export const makeOtpSet = (
  userId: UserId,
  otp: BroughtOtp,
  match: OtpMatch,
  now: Instant,
  context: Context,
): ResultAsync<OtpSet, Unavailable> =>
  ResultAsync.combine([
    match.authenticator === undefined
      ? makeEnrolment(userId, otp, now, context)
      : okAsync({ ...match.authenticator, ...named(otp) }),
    ResultAsync.combine(
      otp.recoveryCodes.map((each, index) => {
        const kept = match.recoveryCodes[index]
        return kept === undefined ? keepRecoveryCode(each, userId, context) : okAsync(kept)
      }),
    ),
  ]).map(([authenticator, recoveryCodes]) => ({ userId, authenticators: [authenticator], recoveryCodes }))

/** The match of a user who has none of the given authenticators and codes. */
export const noMatch: OtpMatch = { authenticator: undefined, recoveryCodes: [] }

const makeEnrolment = (
  userId: UserId,
  otp: BroughtOtp,
  now: Instant,
  context: Context,
): ResultAsync<OtpEnrolment, Unavailable> => {
  const { secretBox, sources } = context.ports
  const { base32, algorithm, digits, period } = otp.secret
  const id = sources.newId()
  const place = otpPlace(userId, { id, algorithm, digits, period }, context)
  return secretBox.seal(base32, place).map((secret) => ({
    id,
    ...named(otp),
    secret,
    fingerprint: otp.fingerprint,
    algorithm,
    digits,
    period,
    enrolledAt: now,
    // A code that has proved the authenticator is used up. Otherwise anyone who saw it in transit could sign in with it.
    ...(otp.provenStep === undefined ? { lastStep: 0 } : { provenAt: now, lastStep: otp.provenStep }),
  }))
}

const named = ({ name }: BroughtOtp): { readonly name?: string } => (name === undefined ? {} : { name })
