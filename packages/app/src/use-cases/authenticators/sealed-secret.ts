import {
  contractTotpParameters,
  userId,
  type ForeignRecoveryHash,
  type StoredAuthenticator,
  type TotpParameters,
  type TotpSecret,
  type RecoveryCode,
  type SealPlace,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import { sealPlace, type Context } from '../../context.ts'
import { storedDigest } from '../secrets/stored-digest.ts'

/**
 * Where an authenticator's secret is stored. The place includes the parameters that make codes of it, so nobody can change
 * them to get other codes.
 */
export const authenticatorPlace = (
  user: UserId,
  { id, algorithm, digits, period }: TotpParameters & { readonly id: string },
  context: Pick<Context, 'settings'>,
): SealPlace => {
  const parameters = { algorithm, digits, period }
  return sealPlace(context, user, {
    field: 'otp_secret',
    record: id,
    ...(areOfContract(parameters) ? {} : { parameters }),
  })
}

const areOfContract = ({ algorithm, digits, period }: TotpParameters): boolean =>
  algorithm === contractTotpParameters.algorithm &&
  digits === contractTotpParameters.digits &&
  period === contractTotpParameters.period

/** Decrypts the secret of a user's authenticator to check a code. */
export const openTotpSecret = (
  user: UserId,
  { id, secret, algorithm, digits, period }: StoredAuthenticator,
  context: Context,
): ResultAsync<TotpSecret, Unavailable> =>
  context.ports.secretBox
    .open(secret, authenticatorPlace(user, { id, algorithm, digits, period }, context))
    .map((base32) => ({ base32, algorithm, digits, period }))

/** The fingerprint of a secret. Equal secrets have equal fingerprints. A fingerprint does not reveal the secret. */
export const fingerprintOf = ({ base32 }: TotpSecret, context: Pick<Context, 'digestKey'>): string =>
  storedDigest('otp secret', base32.reveal(), context)

/**
 * The fingerprint of a user's recovery code. It shows that the same code is imported again, and reveals nothing about it.
 */
export const codeFingerprintOf = (
  user: UserId,
  code: RecoveryCode,
  context: Pick<Context, 'digestKey'>,
): string => storedDigest('recovery code', `${user} ${code.reveal()}`, context)

/**
 * The fingerprint of a recovery code that another system has hashed. It depends on that hash: the same hash means the same
 * code.
 */
export const foreignFingerprintOf = (
  user: UserId,
  { encoded }: ForeignRecoveryHash,
  context: Pick<Context, 'digestKey'>,
): string => storedDigest('recovery code hash', `${user} ${encoded}`, context)

/** The secret of a user's first authenticator, if there is one. For administrators who move users to another system. */
export const revealTotpSecret = (
  id: string,
  context: Context,
): ResultAsync<TotpSecret | undefined, Unavailable> =>
  context.storage.secondFactors.findByUserIds([userId(id)]).andThen(([secondFactor]) => {
    const first = secondFactor?.authenticators[0]
    return secondFactor === undefined || first === undefined
      ? okAsync(undefined)
      : openTotpSecret(secondFactor.userId, first, context)
  })
