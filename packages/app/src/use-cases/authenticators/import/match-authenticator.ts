import {
  type DraftOtp,
  type DraftRecoveryCode,
  type KeptRecoveryCode,
  type OtpEnrolment,
  type OtpMatch,
  type OtpSecret,
  type OtpSet,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'
import type { Context } from '../../../context.ts'
import { openOtpSecret } from '../sealed-secret.ts'
import { isSameCode } from '../recovery-code-hash.ts'

/** Compares a given second factor with that of a user. */
export const matchOtp = (
  { secret, recoveryCodes }: DraftOtp,
  present: OtpSet,
  context: Context,
): ResultAsync<OtpMatch, Unavailable> =>
  ResultAsync.combine([
    findAuthenticator(secret, present, context),
    ResultAsync.combine(
      recoveryCodes.map((each) => findKept(each, present.recoveryCodes, present.userId, context)),
    ),
  ]).map(([authenticator, kept]) => ({ authenticator, recoveryCodes: kept }))

/**
 * Compares the secrets themselves. A fingerprint is only text beside a secret, and anyone who can write to the store can
 * change it.
 */
const findAuthenticator = (
  secret: OtpSecret,
  { userId, authenticators }: OtpSet,
  context: Context,
): ResultAsync<OtpEnrolment | undefined, Unavailable> =>
  ResultAsync.combine(authenticators.map((each) => openOtpSecret(userId, each, context))).map((opened) =>
    authenticators.find((_, index) => isSame(secret, opened[index])),
  )

const isSame = (one: OtpSecret, other: OtpSecret | undefined): boolean =>
  one.base32.reveal() === other?.base32.reveal() &&
  one.algorithm === other.algorithm &&
  one.digits === other.digits &&
  one.period === other.period

const findKept = (
  given: DraftRecoveryCode,
  [first, ...others]: readonly KeptRecoveryCode[],
  user: UserId,
  context: Context,
): ResultAsync<KeptRecoveryCode | undefined, Unavailable> =>
  first === undefined
    ? okAsync(undefined)
    : isSameCode(given, first, user, context).andThen((isSame) =>
        isSame ? okAsync(first) : findKept(given, others, user, context),
      )
