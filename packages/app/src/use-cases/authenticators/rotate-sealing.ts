import type { OtpEnrolment, OtpSet, Unavailable, UserId } from '@keepsake/domain'
import { okAsync, ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../../context.ts'
import { fingerprintOf, openOtpSecret } from '../otp-secret.ts'
import { eachOtpSet } from './each-otp-set.ts'

/** How many secrets were sealed anew, and how many were under the current key already. */
export type SealingRotation = { readonly resealed: number; readonly current: number }

/**
 * Seals every authenticator's secret anew that is not under the current key, one conditional write each, while users sign
 * in. Stopped at any moment it has done what it has done, and the next run does the rest; then the earlier keys may go.
 */
export const rotateSealing = (context: Context): ResultAsync<SealingRotation, Unavailable> =>
  eachOtpSet<SealingRotation>(
    context,
    (sets, before) =>
      ResultAsync.combine(sets.flatMap((set) => resealSet(set, context))).map((outcomes) => ({
        resealed: before.resealed + outcomes.filter((outcome) => outcome === 'resealed').length,
        current: before.current + outcomes.filter((outcome) => outcome === 'current').length,
      })),
    { resealed: 0, current: 0 },
  )

/** `overtaken`: it was replaced or removed meanwhile, and whatever came in its place is sealed under the current key. */
type Outcome = 'resealed' | 'current' | 'overtaken'

const resealSet = (
  { userId, authenticators }: OtpSet,
  context: Context,
): ResultAsync<Outcome, Unavailable>[] =>
  authenticators.map((authenticator) =>
    context.ports.secretBox.isCurrent(authenticator.secret)
      ? okAsync('current')
      : reseal(userId, authenticator, context),
  )

const reseal = (
  userId: UserId,
  authenticator: OtpEnrolment,
  context: Context,
): ResultAsync<Outcome, Unavailable> => {
  const { id, secret: from } = authenticator
  const place = sealPlace(context, userId, { field: 'otp_secret', record: id })
  return openOtpSecret(userId, authenticator, context).andThen((opened) =>
    context.ports.secretBox.seal(opened.base32, place).andThen((secret) =>
      context.storage.otps.reseal(userId, id, from, {
        secret,
        // Under another key it is another one.
        fingerprint: fingerprintOf(opened, context),
      }),
    ),
  )
}
