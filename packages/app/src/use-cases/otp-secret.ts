import { userId, type OtpEnrolment, type OtpSecret, type Unavailable } from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../context.ts'

/** Opens the secret of an enrolment, for checking a code. */
export const openOtpSecret = (
  enrolment: OtpEnrolment,
  context: Context,
): ResultAsync<OtpSecret, Unavailable> =>
  context.ports.secretBox
    .open(
      enrolment.secret,
      sealPlace(context, enrolment.userId, { field: 'otp_secret', record: enrolment.id }),
    )
    .map((base32) => ({
      base32,
      algorithm: enrolment.algorithm,
      digits: enrolment.digits,
      period: enrolment.period,
    }))

/** The secret of a user's authenticator, if there is one: for an administrator who moves users out again. */
export const revealOtpSecret = (
  id: string,
  context: Context,
): ResultAsync<OtpSecret | undefined, Unavailable> =>
  context.storage.otps
    .findByUserIds([userId(id)])
    .andThen(([enrolment]) =>
      enrolment === undefined ? okAsync(undefined) : openOtpSecret(enrolment, context),
    )
