import type { DraftOtp, Instant, OtpEnrolment, RecoveryCode, Unavailable, UserId } from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../context.ts'

/** The one recovery code that a store keeps of an authenticator so far. */
export const firstInClear = (codes: DraftOtp['recoveryCodes']): RecoveryCode | undefined =>
  codes.flatMap((each) => ('code' in each ? [each.code] : []))[0]

/** Makes an authenticator ready to rest: the secret sealed for this user, the recovery code hashed. */
export const makeEnrolment = (
  userId: UserId,
  { secret, recoveryCodes }: DraftOtp,
  now: Instant,
  context: Context,
): ResultAsync<OtpEnrolment, Unavailable> => {
  const { secretBox, recoveryCodeHasher, sources } = context.ports
  const recoveryCode = firstInClear(recoveryCodes)
  const id = sources.newId()
  return ResultAsync.combine([
    secretBox.seal(secret.base32, sealPlace(context, userId, { field: 'otp_secret', record: id })),
    recoveryCode === undefined ? okAsync(undefined) : recoveryCodeHasher.hash(recoveryCode),
  ]).map(([sealed, hash]) => ({
    id,
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
