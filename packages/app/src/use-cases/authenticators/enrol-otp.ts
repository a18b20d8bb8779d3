import {
  conceal,
  findStep,
  generateOtpSecret,
  generateRecoveryCode,
  inGroups,
  inside,
  issue,
  mostAuthenticators,
  optional,
  parseOtpName,
  rejected,
  writeKeyUri,
  type Failure,
  type OtpSet,
  type Secret,
  type User,
} from '@keepsake/domain'
import { errAsync, ok, okAsync, safeTry, type Result, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { toAuthenticator, type Authenticator } from './authenticator.ts'
import { changeOtps, findOtps, findUserOf } from './change-otps.ts'
import { redeemEnrolment, sealEnrolment, type BegunEnrolment } from './enrolment-token.ts'
import { makeOtpSet, noMatch } from './make-otp-set.ts'
import { fingerprintOf } from './otp-secret.ts'
import { keepRecoveryCode } from './recovery-code-hash.ts'
import { makeRecoveryCodes, type RecoveryCodes } from './regenerate-recovery-codes.ts'

/** A new authenticator for a user who is signed in. `name` tells it from the user's others. */
export type BeginOtpEnrolment = {
  readonly userId: string
  readonly name?: string
  /** What the app calls the service; the pool's id where absent. */
  readonly issuer?: string
  /**
   * When recovery codes are shown to who has none that is still good: as many as the pool gives, once the authenticator
   * is confirmed, or a single one along with the secret, as the contract has it. The former where absent.
   */
  readonly recoveryCodes?: 'when_confirmed' | 'one_at_once'
}

/** What the user's app is given. Nothing rests yet: the token holds it all until a code has shown that it arrived. */
export type BegunOtpEnrolment = {
  /** Base32, for who cannot scan. */
  readonly secret: Secret<string>
  /** `otpauth://totp/...`: the content of the QR code. */
  readonly uri: Secret<string>
  /** Given back with the first code. Good for ten minutes, for this user. */
  readonly token: Secret<string>
  /** Where one was asked for at once, and is needed. It counts from the confirmation on. */
  readonly recoveryCode?: Secret<string>
}

export type ConfirmOtpEnrolment = { readonly userId: string; readonly token: string; readonly code: string }

export type ConfirmOtpEnrolmentAnswer =
  | {
      readonly verdict: 'enrolled'
      readonly authenticator: Authenticator
      /** Made for who had none that is still good: to be shown this once. */
      readonly recoveryCodes: readonly Secret<string>[]
    }
  | { readonly verdict: 'code_wrong' | 'token_invalid' }

/** Makes a secret for a user's new authenticator. */
export const beginOtpEnrolment = (
  { userId, name, issuer, recoveryCodes }: BeginOtpEnrolment,
  context: Context,
): ResultAsync<BegunOtpEnrolment, Failure> =>
  safeTry(async function* () {
    const known = yield* inside(['name'], optional(name, parseOtpName)).mapErr(rejected)
    const user = yield* findUserOf(userId, context)
    const { randomBytes } = context.ports.sources
    const secret = generateOtpSecret(randomBytes)
    const needsCode = recoveryCodes === 'one_at_once' && !hasCodes(yield* findOtps(user, context.storage))
    const code = needsCode ? { recoveryCode: generateRecoveryCode(randomBytes) } : {}
    const begun = { secret, ...code, ...(known === undefined ? {} : { name: known }) }
    const token = yield* sealEnrolment(begun, user, context)
    const label = { issuer: issuer ?? context.settings.pool, account: accountOf(user) }
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

/**
 * Enrols the authenticator of a token, once a code shows that the user's app has its secret. That code is used up. Who
 * has no recovery code is given some.
 */
export const confirmOtpEnrolment = (
  { userId, token, code }: ConfirmOtpEnrolment,
  context: Context,
): ResultAsync<ConfirmOtpEnrolmentAnswer, Failure> =>
  safeTry(async function* () {
    const user = yield* findUserOf(userId, context)
    const begun = yield* redeemEnrolment(token, user, context)
    if (begun === undefined) return answer({ verdict: 'token_invalid' })
    const { sources, otpEngine } = context.ports
    const now = sources.clock()
    const step = findStep(otpEngine, begun.secret, code, now, context.settings.otp)
    if (step === undefined) return answer({ verdict: 'code_wrong' })

    const fingerprint = fingerprintOf(begun.secret, context)
    const present = yield* findOtps(user, context.storage)
    // A token that was used already, and the authenticator is still there.
    if (present.authenticators.some((each) => each.fingerprint === fingerprint))
      return answer({ verdict: 'token_invalid' })
    const brought = { ...begun, fingerprint, provenStep: step, recoveryCodes: [], warnings: [] }
    const made = yield* makeOtpSet(user.id, brought, noMatch, now, context)
    const codes = yield* codesFor(begun, user, context)
    const enrolled = yield* changeOtps(
      user.id,
      { change: (set) => add(set, made, codes), event: 'otp.enrolled' },
      context,
    )
    const authenticator = made.authenticators.map(toAuthenticator)[0]
    if (authenticator === undefined) throw new Error('A set was made without its authenticator')
    return answer({
      verdict: 'enrolled',
      authenticator,
      recoveryCodes: enrolled.recoveryCodes === codes.kept ? codes.shown : [],
    })
  })

const answer = (given: ConfirmOtpEnrolmentAnswer): Result<ConfirmOtpEnrolmentAnswer, never> => ok(given)

const hasCodes = ({ recoveryCodes }: OtpSet): boolean =>
  recoveryCodes.some(({ usedAt }) => usedAt === undefined)

/** The code that was shown along with the secret, or others, for who has none. */
const codesFor = (
  { recoveryCode }: BegunEnrolment,
  { id }: User,
  context: Context,
): ResultAsync<RecoveryCodes & { readonly shownBefore: boolean }, Failure> =>
  recoveryCode === undefined
    ? makeRecoveryCodes(id, context).map((codes) => ({ ...codes, shownBefore: false }))
    : keepRecoveryCode({ code: recoveryCode }, id, context).map((kept) => ({
        shown: [],
        kept: [kept],
        shownBefore: true,
      }))

const add = (
  present: OtpSet,
  made: OtpSet,
  { kept, shownBefore }: RecoveryCodes & { readonly shownBefore: boolean },
): ResultAsync<OtpSet, Failure> => {
  if (present.authenticators.length >= mostAuthenticators)
    return errAsync(rejected([issue('otp.too_many_authenticators', ['userId'], { max: mostAuthenticators })]))
  const authenticators = [...present.authenticators, ...made.authenticators]
  // What a user has been shown must work, whatever else has come in meanwhile.
  if (shownBefore)
    return okAsync({ ...present, authenticators, recoveryCodes: [...present.recoveryCodes, ...kept] })
  return okAsync({
    ...present,
    authenticators,
    recoveryCodes: hasCodes(present) ? present.recoveryCodes : kept,
  })
}
