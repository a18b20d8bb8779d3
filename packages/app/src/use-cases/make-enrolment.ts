import type { DraftOtp, Instant, OtpEnrolment, Unavailable, UserId } from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../context.ts'

/** Makes an authenticator ready to rest: the secret sealed for this user, the recovery code hashed. */
export const makeEnrolment = (
  userId: UserId,
  { secret, recoveryCode }: DraftOtp,
  now: Instant,
  context: Context,
): ResultAsync<OtpEnrolment, Unavailable> => {
  const { secretBox, recoveryCodeHasher, sources } = context.ports
  return ResultAsync.combine([
    secretBox.seal(secret.base32, sealPlace(context, userId, 'otp_secret')),
    recoveryCode === undefined ? okAsync(undefined) : recoveryCodeHasher.hash(recoveryCode),
  ]).map(([sealed, hash]) => ({
    id: sources.newId(),
    userId,
    secret: sealed,
    algorithm: secret.algorithm,
    digits: secret.digits,
    period: secret.period,
    ...(hash === undefined ? {} : { recovery: { hash } }),
    enrolledAt: now,
    lastStep: 0,
  }))
}
