import type {
  DraftRecoveryCode,
  StoredRecoveryCode,
  StoredAuthenticator,
  TotpSecret,
  SecondFactor,
  Unavailable,
  UserId,
} from '@keepsake/domain'
import type { DraftAuthenticator, AuthenticatorMatch } from '@keepsake/domain/rules'
import { okAsync, ResultAsync } from 'neverthrow'
import type { Context } from '../../../context.ts'
import { openTotpSecret } from '../sealed-secret.ts'
import { isSameCode } from '../recovery-code-hash.ts'

/** Compares a given second factor with that of a user. */
export const matchAuthenticator = (
  { secret, recoveryCodes }: DraftAuthenticator,
  present: SecondFactor,
  context: Context,
): ResultAsync<AuthenticatorMatch, Unavailable> =>
  ResultAsync.combine([
    findAuthenticator(secret, present, context),
    ResultAsync.combine(
      recoveryCodes.map((each) => findKept(each, present.recoveryCodes, present.userId, context)),
    ),
  ]).map(([authenticator, kept]) => ({ authenticator, recoveryCodes: kept }))

/**
 * Compares the secrets themselves. A fingerprint is only text beside a secret, and anyone who can write to the store can
 * change it.
 */
const findAuthenticator = (
  secret: TotpSecret,
  { userId, authenticators }: SecondFactor,
  context: Context,
): ResultAsync<StoredAuthenticator | undefined, Unavailable> =>
  ResultAsync.combine(authenticators.map((each) => openTotpSecret(userId, each, context))).map((opened) =>
    authenticators.find((_, index) => isSame(secret, opened[index])),
  )

const isSame = (one: TotpSecret, other: TotpSecret | undefined): boolean =>
  one.base32.reveal() === other?.base32.reveal() &&
  one.algorithm === other.algorithm &&
  one.digits === other.digits &&
  one.period === other.period

const findKept = (
  given: DraftRecoveryCode,
  [first, ...others]: readonly StoredRecoveryCode[],
  user: UserId,
  context: Context,
): ResultAsync<StoredRecoveryCode | undefined, Unavailable> =>
  first === undefined
    ? okAsync(undefined)
    : isSameCode(given, first, user, context).andThen((isSame) =>
        isSame ? okAsync(first) : findKept(given, others, user, context),
      )
