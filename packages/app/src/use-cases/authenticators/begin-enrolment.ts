import {
  collect,
  conceal,
  generateOtpSecret,
  generateRecoveryCode,
  inGroups,
  optional,
  parseOtpName,
  rejected,
  writeKeyUri,
  type Failure,
  type Secret,
  type User,
} from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { hasGoodCodes } from './authenticator.ts'
import { findOtps, findUserOf } from './change-otps.ts'
import { sealEnrolment } from './enrolment-token.ts'

/** A new authenticator for a user who is signed in. `name` tells it from the user's others. */
export type BeginOtpEnrolment = {
  readonly userId: string
  readonly name?: string
  /** What the app calls the service, on one line like `name`; the pool's id where absent. */
  readonly issuer?: string
  /**
   * When recovery codes are shown to a user who has none that is still good: as many as the pool gives, once the authenticator
   * is confirmed, or a single one along with the secret, as the contract has it. The former where absent.
   */
  readonly recoveryCodes?: 'when_confirmed' | 'one_at_once'
}

/** What the user's app is given. Nothing rests yet: the token holds it all until a code has shown that it arrived. */
export type BegunOtpEnrolment = {
  /** Base32, for those who cannot scan. */
  readonly secret: Secret<string>
  /** `otpauth://totp/...`: the content of the QR code. */
  readonly uri: Secret<string>
  /** Given back with the first code. Good for ten minutes, for this user. */
  readonly token: Secret<string>
  /** Where one was asked for at once, and is needed. It counts from the confirmation on. */
  readonly recoveryCode?: Secret<string>
}

/** Makes a secret for a user's new authenticator. */
export const beginOtpEnrolment = (
  { userId, name, issuer, recoveryCodes }: BeginOtpEnrolment,
  context: Context,
): ResultAsync<BegunOtpEnrolment, Failure> =>
  safeTry(async function* () {
    const given = yield* collect({
      name: optional(name, parseOtpName),
      issuer: optional(issuer, parseOtpName),
    }).mapErr(rejected)
    const user = yield* findUserOf(userId, context)
    const { randomBytes } = context.ports.sources
    const secret = generateOtpSecret(randomBytes)
    const needsCode = recoveryCodes === 'one_at_once' && !hasGoodCodes(yield* findOtps(user, context.storage))
    const code = needsCode ? { recoveryCode: generateRecoveryCode(randomBytes) } : {}
    const begun = { secret, ...code, ...(given.name === undefined ? {} : { name: given.name }) }
    const token = yield* sealEnrolment(begun, user, context)
    const label = { issuer: given.issuer ?? context.settings.pool, account: accountOf(user) }
    return ok({
      secret: secret.base32,
      uri: writeKeyUri(secret, label),
      token,
      ...(code.recoveryCode === undefined ? {} : { recoveryCode: conceal(inGroups(code.recoveryCode)) }),
    })
  })

/** What users know their account by. */
const accountOf = ({ id, email, username, phone }: User): string =>
  email?.address ?? username?.text ?? phone?.e164 ?? id
