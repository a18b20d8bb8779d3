import {
  clockSkewMs,
  conceal,
  within,
  type Instant,
  type TotpSecret,
  type RecoveryCode,
  type Secret,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { draftAuthenticator, goodUntil, isTokenInForce, parseRecoveryCode } from '@keepsake/domain/rules'
import { okAsync, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { sealPlace, type Context } from '../../context.ts'
import { storedDigest } from '../secrets/stored-digest.ts'
import { openToken } from '../shared/open-token.ts'
import type { UserStores } from '../tenant/user-stores.ts'

/** An enrolment that begins. `recoveryCode` was shown to the user together with the secret. */
export type AuthenticatorToImport = {
  readonly secret: TotpSecret
  readonly name?: string
  readonly recoveryCode?: RecoveryCode
}

/** An enrolment that has begun, read from its ticket, which is valid until this time. */
export type BegunEnrolment = AuthenticatorToImport & { readonly until: Instant }

/** A sealed secret, name and code. An envelope under a key of a key management service may be some kilobytes long. */
const maxTicket = 8192

const content = z.strictObject({
  until: z.number(),
  base32: z.string(),
  name: z.string().optional(),
  recoveryCode: z.string().optional(),
})

/** Seals what is begun into a ticket for this user, so that nothing has to be stored. */
export const sealEnrolment = (
  { secret, name, recoveryCode }: AuthenticatorToImport,
  user: User,
  context: Context,
): ResultAsync<Secret<string>, Unavailable> => {
  const begun: z.infer<typeof content> = {
    until: goodUntil('otp_enrolment', context.ports.system.clock()),
    base32: secret.base32.reveal(),
    name,
    recoveryCode: recoveryCode?.reveal(),
  }
  return context.ports.secretBox
    .seal(conceal(JSON.stringify(begun)), sealPlace(context, user.id, { field: 'otp_enrolment' }))
    .map((ticket) => conceal(ticket as string))
}

/** Reads the ticket. `undefined` if it is not ours, has expired, or has enrolled before. */
export const redeemEnrolment = (
  ticket: string,
  user: User,
  context: Context,
): ResultAsync<BegunEnrolment | undefined, Unavailable> =>
  readTicket(ticket, user, context).andThen((begun) =>
    begun === undefined
      ? okAsync(undefined)
      : context.storage.singleUse
          .isSpent('enrolment-ticket', keyOf(begun, context), context.ports.system.clock())
          .map((isSpent) => (isSpent ? undefined : begun)),
  )

/**
 * Spends the ticket of an enrolment, so that it does not enrol again, even if its authenticator is removed. Call it in the
 * transaction that enrols.
 */
export const spendEnrolment = (
  begun: BegunEnrolment,
  { singleUse }: Pick<UserStores, 'singleUse'>,
  context: Context,
): ReturnType<UserStores['singleUse']['spend']> =>
  singleUse.spend(
    'enrolment-ticket',
    keyOf(begun, context),
    context.ports.system.clock(),
    begun.until + clockSkewMs,
  )

/** Each ticket has its own secret. Of the secret, only a digest is stored that belongs to no user. */
const keyOf = ({ secret }: BegunEnrolment, context: Context): string =>
  storedDigest('enrolment ticket', secret.base32.reveal(), context)

const readTicket = (
  ticket: string,
  user: User,
  context: Context,
): ResultAsync<BegunEnrolment | undefined, Unavailable> =>
  openToken(
    content,
    within(ticket, maxTicket) ?? '',
    sealPlace(context, user.id, { field: 'otp_enrolment' }),
    context,
  ).map((begun) =>
    begun !== undefined && isTokenInForce('otp_enrolment', begun.until, context.ports.system.clock())
      ? read(begun, context)
      : undefined,
  )

const read = (
  { base32, name, recoveryCode, until }: z.infer<typeof content>,
  { settings, ports }: Context,
): BegunEnrolment | undefined => {
  const code = recoveryCode === undefined ? undefined : parseRecoveryCode(recoveryCode).unwrapOr(undefined)
  const now = ports.system.clock()
  return draftAuthenticator({ secret: base32, ...(name === undefined ? {} : { name }) }, settings.otp, now)
    .map((draft) => ({ ...draft, until, ...(code === undefined ? {} : { recoveryCode: code }) }))
    .unwrapOr(undefined)
}
