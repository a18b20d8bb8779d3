import {
  findStep,
  parseRecoveryCode,
  type OtpEnrolment,
  type OtpFact,
  type Unavailable,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../context.ts'
import { openOtpSecret } from './otp-secret.ts'

/** What a user shows beside the password: the authenticator's code or, where it is lost, the recovery code. */
export type OtpProof = { readonly code?: string; readonly recoveryCode?: string }

/** Checks a code, or a recovery code where no code is given. What is accepted is used up. */
export const checkOtp = (
  enrolment: OtpEnrolment,
  { code, recoveryCode }: OtpProof,
  context: Context,
): ResultAsync<OtpFact, Unavailable> => {
  if (code !== undefined) return checkCode(enrolment, code, context)
  return recoveryCode === undefined
    ? okAsync('not-sent')
    : checkRecoveryCode(enrolment, recoveryCode, context)
}

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
