import {
  findStep,
  otpHardStop,
  parseRecoveryCode,
  type AttemptKind,
  type OtpEnrolment,
  type OtpFact,
  type Unavailable,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { openOtpSecret } from '../otp-secret.ts'

/** What a user shows beside the password: the authenticator's code or, where it is lost, the recovery code. */
export type OtpProof = { readonly code?: string; readonly recoveryCode?: string }

/**
 * Checks a code, or a recovery code where no code is given. What is accepted is used up. The attempt is counted before
 * it is looked at, each kind by itself; after ten wrong ones in a row nothing is looked at any more.
 */
export const checkOtp = (
  enrolment: OtpEnrolment,
  { code, recoveryCode }: OtpProof,
  context: Context,
): ResultAsync<OtpFact, Unavailable> => {
  if (code !== undefined) return counted('otp', enrolment, context, () => checkCode(enrolment, code, context))
  if (recoveryCode === undefined) return okAsync('not-sent')
  return counted('recovery-code', enrolment, context, () =>
    checkRecoveryCode(enrolment, recoveryCode, context),
  )
}

/** The attempts belong to the authenticator: one that is put in its place begins anew. */
const counted = (
  kind: AttemptKind & ('otp' | 'recovery-code'),
  { id }: OtpEnrolment,
  { storage: { attempts }, ports }: Context,
  check: () => ResultAsync<OtpFact, Unavailable>,
): ResultAsync<OtpFact, Unavailable> =>
  attempts.reserve(kind, id, otpHardStop, ports.sources.clock()).andThen((reservation) => {
    if (!reservation.granted) return okAsync<OtpFact, Unavailable>('locked')
    return check().andThen((fact) =>
      // Either proof shows that the owner is back, and opens the way for the other.
      fact === 'accepted'
        ? attempts
            .clear('otp', id)
            .andThen(() => attempts.clear('recovery-code', id))
            .map(() => fact)
        : okAsync(fact),
    )
  })

const checkCode = (
  enrolment: OtpEnrolment,
  code: string,
  context: Context,
): ResultAsync<OtpFact, Unavailable> => {
  const { otpEngine, sources } = context.ports
  return openOtpSecret(enrolment, context).andThen((secret) => {
    const step = findStep(otpEngine, secret, code, sources.clock(), context.settings.otp.pastSteps)
    return step === undefined
      ? okAsync<OtpFact>('refused')
      : context.storage.otps.acceptStep(enrolment.id, step).map(toFact)
  })
}

const checkRecoveryCode = (
  enrolment: OtpEnrolment,
  text: string,
  { ports, storage }: Context,
): ResultAsync<OtpFact, Unavailable> => {
  const code = parseRecoveryCode(text)
  if (code.isErr() || enrolment.recovery === undefined) return okAsync('refused')
  return ports.recoveryCodeHasher
    .matches(code.value, enrolment.recovery.hash)
    .andThen((matches) =>
      matches
        ? storage.otps.useRecoveryCode(enrolment.id, ports.sources.clock()).map(toFact)
        : okAsync<OtpFact>('refused'),
    )
}

const toFact = (verdict: 'accepted' | 'used-before'): OtpFact =>
  verdict === 'accepted' ? 'accepted' : 'refused'
