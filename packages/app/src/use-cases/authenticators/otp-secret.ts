import {
  contractOtpParameters,
  userId,
  type ForeignRecoveryHash,
  type OtpEnrolment,
  type OtpParameters,
  type OtpSecret,
  type RecoveryCode,
  type SealPlace,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../../context.ts'
import { keptDigest } from '../sealing/kept-digest.ts'

/** Where an authenticator's secret rests: with what makes codes of it, so that nobody can have other codes made. */
export const otpPlace = (
  user: UserId,
  { id, algorithm, digits, period }: OtpParameters & { readonly id: string },
  context: Pick<Context, 'settings'>,
): SealPlace => {
  const parameters = { algorithm, digits, period }
  return sealPlace(context, user, {
    field: 'otp_secret',
    record: id,
    ...(areOfContract(parameters) ? {} : { parameters }),
  })
}

const areOfContract = ({ algorithm, digits, period }: OtpParameters): boolean =>
  algorithm === contractOtpParameters.algorithm &&
  digits === contractOtpParameters.digits &&
  period === contractOtpParameters.period

/** Opens the secret of a user's authenticator, for checking a code. */
export const openOtpSecret = (
  user: UserId,
  { id, secret, algorithm, digits, period }: OtpEnrolment,
  context: Context,
): ResultAsync<OtpSecret, Unavailable> =>
  context.ports.secretBox
    .open(secret, otpPlace(user, { id, algorithm, digits, period }, context))
    .map((base32) => ({ base32, algorithm, digits, period }))

/** What tells that two secrets are the same, and tells neither of them. */
export const fingerprintOf = ({ base32 }: OtpSecret, context: Pick<Context, 'digestKey'>): string =>
  keptDigest(`otp secret ${base32.reveal()}`, context)

/** What tells that a user shows the same recovery code again, and tells nothing of it. */
export const codeFingerprintOf = (
  user: UserId,
  code: RecoveryCode,
  context: Pick<Context, 'digestKey'>,
): string => keptDigest(`recovery code ${user} ${code.reveal()}`, context)

/** The same of a recovery code that another system has hashed, by that hash: whoever brings it again brings the same code. */
export const foreignFingerprintOf = (
  user: UserId,
  { encoded }: ForeignRecoveryHash,
  context: Pick<Context, 'digestKey'>,
): string => keptDigest(`recovery code hash ${user} ${encoded}`, context)

/** The secret of a user's first authenticator, if there is one: for an administrator who moves users out again. */
export const revealOtpSecret = (
  id: string,
  context: Context,
): ResultAsync<OtpSecret | undefined, Unavailable> =>
  context.storage.otps.findByUserIds([userId(id)]).andThen(([otps]) => {
    const first = otps?.authenticators[0]
    return otps === undefined || first === undefined
      ? okAsync(undefined)
      : openOtpSecret(otps.userId, first, context)
  })
