import {
  conceal,
  draftOtp,
  goodForMs,
  isInForce,
  parseRecoveryCode,
  within,
  type OtpSecret,
  type RecoveryCode,
  type Secret,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { sealPlace, type Context } from '../../context.ts'
import { openToken } from '../open-token.ts'

/** An authenticator that is begun; `recoveryCode` was shown to its user along with the secret. */
export type BegunEnrolment = {
  readonly secret: OtpSecret
  readonly name?: string
  readonly recoveryCode?: RecoveryCode
}

const lifetimeMs = goodForMs.otp_enrolment

/** An envelope around a secret, a name and a code, in which a key management service's key may be some kilobytes long. */
const maxToken = 8192

const content = z.strictObject({
  until: z.number(),
  base32: z.string(),
  name: z.string().optional(),
  recoveryCode: z.string().optional(),
})

/** Writes down what is begun, sealed for this user, so that nothing of it need rest with us. */
export const sealEnrolment = (
  { secret, name, recoveryCode }: BegunEnrolment,
  user: User,
  context: Context,
): ResultAsync<Secret<string>, Unavailable> => {
  const begun: z.infer<typeof content> = {
    until: context.ports.sources.clock() + lifetimeMs,
    base32: secret.base32.reveal(),
    name,
    recoveryCode: recoveryCode?.reveal(),
  }
  return context.ports.secretBox
    .seal(conceal(JSON.stringify(begun)), sealPlace(context, user.id, { field: 'otp_enrolment' }))
    .map((token) => conceal(token as string))
}

/** Reads it again; nothing for a token that is none of ours, or has expired. */
export const redeemEnrolment = (
  token: string,
  user: User,
  context: Context,
): ResultAsync<BegunEnrolment | undefined, Unavailable> =>
  openToken(
    content,
    within(token, maxToken) ?? '',
    sealPlace(context, user.id, { field: 'otp_enrolment' }),
    context,
  ).map((begun) =>
    begun !== undefined && isInForce(begun.until, context.ports.sources.clock(), lifetimeMs)
      ? read(begun, context)
      : undefined,
  )

const read = (
  { base32, name, recoveryCode }: z.infer<typeof content>,
  { settings, ports }: Context,
): BegunEnrolment | undefined => {
  const code = recoveryCode === undefined ? undefined : parseRecoveryCode(recoveryCode).unwrapOr(undefined)
  const now = ports.sources.clock()
  return draftOtp({ secret: base32, ...(name === undefined ? {} : { name }) }, settings.otp, now)
    .map((draft) => ({ ...draft, ...(code === undefined ? {} : { recoveryCode: code }) }))
    .unwrapOr(undefined)
}
