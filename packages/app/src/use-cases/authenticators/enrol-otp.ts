import {
  conceal,
  draftOtp,
  findStep,
  generateOtpSecret,
  issue,
  mostAuthenticators,
  parseOtpName,
  inside,
  optional,
  rejected,
  sealed,
  writeKeyUri,
  type Failure,
  type Instant,
  type OtpSecret,
  type OtpSet,
  type Secret,
  type User,
} from '@keepsake/domain'
import { errAsync, ok, okAsync, safeTry, type Result, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { sealPlace, type Context } from '../../context.ts'
import { makeOtpSet, noMatch } from './make-otp-set.ts'
import { fingerprintOf } from './otp-secret.ts'
import { toAuthenticator, type Authenticator } from './authenticator.ts'
import { changeOtps, findOtps, findUserOf } from './change-otps.ts'
import { makeRecoveryCodes, type RecoveryCodes } from './regenerate-recovery-codes.ts'

/** A new authenticator for a user who is signed in. `name` tells it from the user's others. */
export type BeginOtpEnrolment = {
  readonly userId: string
  readonly name?: string
  /** What the app calls the service; the pool's id where absent. */
  readonly issuer?: string
}

/** What the user's app is given. Nothing rests yet: the token holds it all until a code has shown that it arrived. */
export type BegunOtpEnrolment = {
  /** Base32, for who cannot scan. */
  readonly secret: Secret<string>
  /** `otpauth://totp/...`: the content of the QR code. */
  readonly uri: Secret<string>
  /** Given back with the first code. Good for ten minutes, for this user. */
  readonly token: Secret<string>
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

/** Time to find the app and scan. */
const lifetimeMs = 10 * 60_000

/** Makes a secret for a user's new authenticator. */
export const beginOtpEnrolment = (
  { userId, name, issuer }: BeginOtpEnrolment,
  context: Context,
): ResultAsync<BegunOtpEnrolment, Failure> =>
  safeTry(async function* () {
    const known = yield* inside(['name'], optional(name, parseOtpName)).mapErr(rejected)
    const user = yield* findUserOf(userId, context)
    const secret = generateOtpSecret(context.ports.sources.randomBytes)
    const until = context.ports.sources.clock() + lifetimeMs
    const content = { until, base32: secret.base32.reveal(), ...(known === undefined ? {} : { name: known }) }
    const token = yield* context.ports.secretBox.seal(
      conceal(JSON.stringify(content)),
      sealPlace(context, user.id, { field: 'otp_enrolment' }),
    )
    const label = { issuer: issuer ?? context.settings.pool, account: accountOf(user) }
    return ok({ secret: secret.base32, uri: writeKeyUri(secret, label), token: conceal(token as string) })
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
    const begun = yield* redeem(token, user, context)
    if (begun === undefined) return answer({ verdict: 'token_invalid' })
    const { sources, otpEngine } = context.ports
    const now = sources.clock()
    const step = findStep(otpEngine, begun.secret, code, now, context.settings.otp.pastSteps)
    if (step === undefined) return answer({ verdict: 'code_wrong' })

    const fingerprint = fingerprintOf(begun.secret, context)
    const present = yield* findOtps(user, context)
    // A token that was used already, and the authenticator is still there.
    if (present.authenticators.some((each) => each.fingerprint === fingerprint))
      return answer({ verdict: 'token_invalid' })
    const brought = { ...begun, fingerprint, provenStep: step, recoveryCodes: [] }
    const made = yield* makeOtpSet(user.id, brought, noMatch, now, context)
    const codes = yield* makeRecoveryCodes(context)
    const enrolled = yield* changeOtps(user, (set) => add(set, made, codes), context)
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

const add = (present: OtpSet, made: OtpSet, { kept }: RecoveryCodes): ResultAsync<OtpSet, Failure> =>
  present.authenticators.length >= mostAuthenticators
    ? errAsync(rejected([issue('otp.too_many_authenticators', ['userId'], { max: mostAuthenticators })]))
    : okAsync({
        ...present,
        authenticators: [...present.authenticators, ...made.authenticators],
        recoveryCodes: hasCodes(present) ? present.recoveryCodes : kept,
      })

const content = z.strictObject({ until: z.number(), base32: z.string(), name: z.string().optional() })

type Begun = { readonly until: Instant; readonly secret: OtpSecret; readonly name?: string }

/** A box does not say why it cannot open a text; here that means a token that is none of ours. */
const redeem = (token: string, user: User, context: Context): ResultAsync<Begun | undefined, never> =>
  context.ports.secretBox
    .open(sealed(token), sealPlace(context, user.id, { field: 'otp_enrolment' }))
    .map((secret) => content.parse(JSON.parse(secret.reveal())))
    .map(({ until, base32, name }) =>
      context.ports.sources.clock() < until
        ? draftOtp({ secret: base32, ...(name === undefined ? {} : { name }) }, context.settings.otp)
            .map((draft): Begun => ({ until, ...draft }))
            .unwrapOr(undefined)
        : undefined,
    )
    .orElse(() => okAsync(undefined))
