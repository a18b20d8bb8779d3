import {
  secondFactorIds,
  rejected,
  type Failure,
  type Instant,
  type TotpSecret,
  type SecondFactor,
  type Secret,
  type User,
} from '@keepsake/domain'
import { addAuthenticator, findStep } from '@keepsake/domain/rules'
import { err, errAsync, ok, okAsync, ResultAsync, safeTry, type Result } from 'neverthrow'
import type { Context } from '../../context.ts'
import { requireUser } from '../shared/require-user.ts'
import { toAuthenticator, type Authenticator } from './authenticator.ts'
import { changeSecondFactor, findSecondFactor } from './change-second-factor.ts'
import { codesFor, type ShownCodes } from './enrolment-codes.ts'
import { redeemEnrolment, spendEnrolment, type BegunEnrolment } from './enrolment-ticket.ts'
import { makeSecondFactor, noMatch } from './make-second-factor.ts'
import { fingerprintOf, openTotpSecret } from './sealed-secret.ts'

/** A signed-in user, the ticket from `authenticators.begin`, and the first code of the user's app. */
export type ConfirmEnrolment = { readonly userId: string; readonly ticket: string; readonly code: string }

/**
 * `code_wrong`: the ticket is still valid. `ticket_invalid`: the ticket is not this user's, has expired, or was used before.
 */
export type ConfirmEnrolmentAnswer =
  | {
      readonly verdict: 'enrolled'
      readonly authenticator: Authenticator
      /** New recovery codes, if the user had no valid one. Show them now: they cannot be read again. */
      readonly recoveryCodes: readonly Secret<string>[]
    }
  | { readonly verdict: 'code_wrong' | 'ticket_invalid' }

/**
 * Enrols the authenticator of a ticket, once a code proves that the user's app has its secret. The code is used up. A code
 * that was used before counts as wrong. A user without recovery codes gets some. If several calls use one ticket at the same
 * time, only one enrols.
 */
export const confirmEnrolment = (
  { userId, ticket, code }: ConfirmEnrolment,
  context: Context,
): ResultAsync<ConfirmEnrolmentAnswer, Failure> =>
  safeTry(async function* () {
    const user = yield* requireUser(userId, context.storage)
    const begun = yield* redeemEnrolment(ticket, user, context)
    if (begun === undefined) return answer({ verdict: 'ticket_invalid' })
    const { system, totpEngine } = context.ports
    const now = system.clock()
    const step = findStep(totpEngine, begun.secret, code, now, context.settings.otp)
    if (step === undefined) return answer({ verdict: 'code_wrong' })

    const fingerprint = fingerprintOf(begun.secret, context)
    // The code proves it later, where it is used up: in the transaction that writes it.
    const imported = { ...begun, fingerprint, provenStep: undefined, recoveryCodes: [], warnings: [] }
    const made = yield* makeSecondFactor(user.id, imported, noMatch, now, context)
    const codes = yield* codesFor(begun, user, context)
    return enrol({ user, begun, made, codes, step, now }, context)
  })

const answer = (given: ConfirmEnrolmentAnswer): Result<ConfirmEnrolmentAnswer, never> => ok(given)

/** An authenticator whose code was right, ready to be stored. */
type Enrolment = {
  readonly user: User
  readonly begun: BegunEnrolment
  readonly made: SecondFactor
  readonly codes: ShownCodes
  readonly step: number
  readonly now: Instant
}

/**
 * Decides by the user's present second factor, and decides again if it has changed before the write. This ends, because each
 * repetition means that another call has succeeded.
 */
const enrol = (enrolment: Enrolment, context: Context): ResultAsync<ConfirmEnrolmentAnswer, Failure> =>
  safeTry(async function* () {
    const { user, made, codes, begun, now } = enrolment
    const seen = yield* findSecondFactor(user, context.storage)
    // Another way has imported the secret here.
    if (yield* hasSecret(seen, begun.secret, made, context)) return answer({ verdict: 'ticket_invalid' })
    const enrolled = yield* write(enrolment, seen, context)
    if (enrolled === 'changed') return enrol(enrolment, context)
    if (enrolled === 'ticket-used') return answer({ verdict: 'ticket_invalid' })
    if (enrolled === 'code-used') return answer({ verdict: 'code_wrong' })
    const authenticator = made.authenticators.map((each) => toAuthenticator({ ...each, provenAt: now }))[0]
    if (authenticator === undefined) throw new Error('A set was made without its authenticator')
    return answer({
      verdict: 'enrolled',
      authenticator,
      recoveryCodes: enrolled.recoveryCodes === codes.kept ? codes.shown : [],
    })
  })

/**
 * Whether a user has the secret. It compares fingerprints, or the secrets themselves if a stored fingerprint was changed. A
 * secret that cannot be decrypted does not prevent the enrolment of another one.
 */
const hasSecret = (
  { userId, authenticators }: SecondFactor,
  { base32 }: TotpSecret,
  made: SecondFactor,
  context: Context,
): ResultAsync<boolean, never> =>
  ResultAsync.combine(
    authenticators.map((each) =>
      made.authenticators.some(({ fingerprint }) => fingerprint === each.fingerprint)
        ? okAsync(true)
        : openTotpSecret(userId, each, context)
            .map((opened) => opened.base32.reveal() === base32.reveal())
            .orElse(() => okAsync(false)),
    ),
  ).map((same) => same.includes(true))

/**
 * `changed`: the second factor is not the one that was read. `ticket-used`, `code-used`: it was used before. Nothing is
 * written in any of these cases.
 */
type NotWritten = { readonly kind: 'changed' | 'ticket-used' | 'code-used' }

const write = (
  { user, begun, made, codes, step, now }: Enrolment,
  seen: SecondFactor,
  context: Context,
): ResultAsync<SecondFactor | NotWritten['kind'], Failure> =>
  changeSecondFactor<Failure | NotWritten>(
    user.id,
    {
      change: (present) =>
        secondFactorIds(present).join() === secondFactorIds(seen).join()
          ? addAuthenticator(present, made, codes).mapErr(rejected)
          : err<never, NotWritten>({ kind: 'changed' }),
      alongside: (stores) =>
        spendEnrolment(begun, stores, context)
          .andThen((spent) => unlessUsed(spent === 'spent-before', 'ticket-used'))
          .andThen(() =>
            ResultAsync.combine(
              made.authenticators.map(({ id }) => stores.secondFactors.acceptStep(user.id, id, step, now)),
            ),
          )
          .andThen((verdicts) => unlessUsed(verdicts.includes('used-before'), 'code-used')),
    },
    context,
  )
    .map((set): SecondFactor | NotWritten['kind'] => set)
    .orElse((failure) => (isNotWritten(failure) ? okAsync(failure.kind) : errAsync(failure)))

const unlessUsed = (isUsed: boolean, kind: NotWritten['kind']): Result<void, NotWritten> =>
  isUsed ? err({ kind }) : ok()

const isNotWritten = (failure: Failure | NotWritten): failure is NotWritten =>
  failure.kind === 'changed' || failure.kind === 'ticket-used' || failure.kind === 'code-used'
