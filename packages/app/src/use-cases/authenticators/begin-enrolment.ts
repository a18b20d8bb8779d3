import { collect, conceal, optional, rejected, type Failure, type Secret, type User } from '@keepsake/domain'
import {
  generateTotpSecret,
  generateRecoveryCode,
  hasUnusedCode,
  inGroups,
  parseAuthenticatorName,
  writeKeyUri,
} from '@keepsake/domain/rules'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { requireUser } from '../shared/require-user.ts'
import { findSecondFactor } from './change-second-factor.ts'
import { sealEnrolment } from './enrolment-ticket.ts'

/** A new authenticator for a signed-in user. `name` distinguishes it from the user's other authenticators. */
export type BeginEnrolment = {
  readonly userId: string
  readonly name?: string
  /** The name of the service in the app, on one line like `name`. The default is the pool's id. */
  readonly issuer?: string
  /**
   * When to show recovery codes to a user who has no valid one. `when_confirmed`: as many as the pool gives, after the
   * authenticator is confirmed. `one_at_once`: a single code, together with the secret, as in the contract. The default is
   * `when_confirmed`.
   */
  readonly recoveryCodes?: 'when_confirmed' | 'one_at_once'
}

/**
 * What the user's app needs. Nothing is stored yet: the ticket holds everything until a code proves that the app has the
 * secret.
 */
export type EnrolmentBegun = {
  /** Base32, for users who cannot scan. */
  readonly secret: Secret<string>
  /** `otpauth://totp/...`: the content of the QR code. */
  readonly uri: Secret<string>
  /** Send it back with the first code. It is valid for ten minutes, for this user. */
  readonly ticket: Secret<string>
  /** Present if a code was requested at once and the user needs one. It is valid from the confirmation on. */
  readonly recoveryCode?: Secret<string>
}

/** Makes a secret for a user's new authenticator. */
export const beginEnrolment = (
  { userId, name, issuer, recoveryCodes }: BeginEnrolment,
  context: Context,
): ResultAsync<EnrolmentBegun, Failure> =>
  safeTry(async function* () {
    const given = yield* collect({
      name: optional(name, parseAuthenticatorName),
      issuer: optional(issuer, parseAuthenticatorName),
    }).mapErr(rejected)
    const user = yield* requireUser(userId, context.storage)
    const { randomBytes } = context.ports.system
    const secret = generateTotpSecret(randomBytes)
    const needsCode =
      recoveryCodes === 'one_at_once' && !hasUnusedCode(yield* findSecondFactor(user, context.storage))
    const code = needsCode ? { recoveryCode: generateRecoveryCode(randomBytes) } : {}
    const begun = { secret, ...code, ...(given.name === undefined ? {} : { name: given.name }) }
    const ticket = yield* sealEnrolment(begun, user, context)
    const label = { issuer: given.issuer ?? context.settings.pool, account: accountOf(user) }
    return ok({
      secret: secret.base32,
      uri: writeKeyUri(secret, label),
      ticket,
      ...(code.recoveryCode === undefined ? {} : { recoveryCode: conceal(inGroups(code.recoveryCode)) }),
    })
  })

/** The name by which users know their account. */
const accountOf = ({ id, email, username, phone }: User): string =>
  email?.address ?? username?.text ?? phone?.e164 ?? id
