import {
  conceal,
  draftOtp,
  goodUntil,
  isTokenInForce,
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
import { openToken } from '../shared/open-token.ts'

/** An enrolment that has begun. `recoveryCode` was shown to the user together with the secret. */
export type BegunEnrolment = {
  readonly secret: OtpSecret
  readonly name?: string
  readonly recoveryCode?: RecoveryCode
}

/** A sealed secret, name and code. An envelope under a key of a key management service may be some kilobytes long. */
const maxToken = 8192

const content = z.strictObject({
  until: z.number(),
  base32: z.string(),
  name: z.string().optional(),
  recoveryCode: z.string().optional(),
})

/** Seals what is begun into a token for this user, so that nothing has to be stored. */
export const sealEnrolment = (
  { secret, name, recoveryCode }: BegunEnrolment,
  user: User,
  context: Context,
): ResultAsync<Secret<string>, Unavailable> => {
  const begun: z.infer<typeof content> = {
    until: goodUntil('otp_enrolment', context.ports.sources.clock()),
    base32: secret.base32.reveal(),
    name,
    recoveryCode: recoveryCode?.reveal(),
  }
  return context.ports.secretBox
    .seal(conceal(JSON.stringify(begun)), sealPlace(context, user.id, { field: 'otp_enrolment' }))
    .map((token) => conceal(token as string))
}

/** Reads the token. `undefined` if it is not ours or has expired. */
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
    begun !== undefined && isTokenInForce('otp_enrolment', begun.until, context.ports.sources.clock())
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
