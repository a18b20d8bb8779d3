import type {
  Instant,
  StoredAuthenticator,
  SealingBatch,
  SecondFactor,
  Unavailable,
  UserId,
} from '@keepsake/domain'
import type { AuthenticatorMatch } from '@keepsake/domain/rules'
import { okAsync, ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { GivenAuthenticator } from './given-authenticator.ts'
import { authenticatorPlace } from './sealed-secret.ts'
import { keepRecoveryCode } from './recovery-code-hash.ts'

/**
 * Makes an imported second factor ready to be stored: it seals the secret for this user and hashes the recovery codes, as a
 * part of the batch if there is one. An authenticator or code that the user already has is kept, with its id.
 */
export const makeSecondFactor = (
  userId: UserId,
  otp: GivenAuthenticator,
  match: AuthenticatorMatch,
  now: Instant,
  context: Context,
  batch?: SealingBatch,
): ResultAsync<SecondFactor, Unavailable> =>
  ResultAsync.combine([
    match.authenticator === undefined
      ? makeAuthenticator(userId, otp, now, context, batch)
      : okAsync({ ...match.authenticator, ...named(otp) }),
    ResultAsync.combine(
      otp.recoveryCodes.map((each, index) => {
        const kept = match.recoveryCodes[index]
        return kept === undefined ? keepRecoveryCode(each, userId, context, batch) : okAsync(kept)
      }),
    ),
  ]).map(([authenticator, recoveryCodes]) => ({ userId, authenticators: [authenticator], recoveryCodes }))

/** The match of a user who has none of the given authenticators and codes. */
export const noMatch: AuthenticatorMatch = { authenticator: undefined, recoveryCodes: [] }

const makeAuthenticator = (
  userId: UserId,
  otp: GivenAuthenticator,
  now: Instant,
  context: Context,
  batch?: SealingBatch,
): ResultAsync<StoredAuthenticator, Unavailable> => {
  const { secretBox, system } = context.ports
  const { base32, algorithm, digits, period } = otp.secret
  const id = system.newId()
  const place = authenticatorPlace(userId, { id, algorithm, digits, period }, context)
  return secretBox.seal(base32, place, batch).map((secret) => ({
    id,
    ...named(otp),
    secret,
    fingerprint: otp.fingerprint,
    algorithm,
    digits,
    period,
    enrolledAt: now,
    // A code that has proved the authenticator is used up. Otherwise anyone who saw it in transit could sign in with it.
    ...(otp.provenStep === undefined ? { lastStep: 0 } : { provenAt: now, lastStep: otp.provenStep }),
  }))
}

const named = ({ name }: GivenAuthenticator): { readonly name?: string } =>
  name === undefined ? {} : { name }
