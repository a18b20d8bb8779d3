import {
  userId,
  type Credential,
  type HashVerdict,
  type PasswordHash,
  type PasswordVerifier,
  type Unavailable,
} from '@keepsake/domain'
import { isCustomFormat, isPasswordAccepted, parsePlainPassword, spellings } from '@keepsake/domain/rules'
import { err, errAsync, ok, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { takeBackLater, type Admitted } from '../../guessing/take-back.ts'
import { findCredentialOfLogin } from '../users/find-user.ts'
import { noteWrong } from './admit.ts'
import type { FoundAttempt } from './find-attempt.ts'
import { wrongCredentials, type Ended } from './outcome.ts'

/** An attempt with the right password, on an account that may sign in. `checked` is the credential that was checked. */
export type RightPassword = Admitted & { readonly hash: HashVerdict; readonly checked: Credential }

/**
 * Checks the password of a counted attempt. The right password of an account that may not sign in ends as a wrong one, after
 * the same steps. If the storage fails before the check, the attempt is taken back. If the check itself fails, it stays
 * counted: a custom verifier may fail for wrong passwords only.
 */
export const checkPassword = (
  admitted: Admitted,
  attempt: FoundAttempt,
  password: string,
  context: Context,
): ResultAsync<RightPassword, Ended | Unavailable> =>
  findCredentialOfLogin(userId(attempt.account), context)
    .andThen((checked) =>
      verifyPassword(password, attempt.account, checked, context).map((hash) => ({ hash, checked })),
    )
    .orElse((failure) =>
      failure.part === 'storage' ? takeBackLater(admitted, failure, context) : errAsync(failure),
    )
    .andThen(({ hash, checked }) => {
      const { user } = attempt
      const isAccepted = user !== undefined && isPasswordAccepted({ password: hash, status: user.status })
      if (isAccepted && checked !== undefined) return ok({ ...admitted, hash, checked })
      noteWrong(attempt, password, context)
      return err(wrongCredentials)
    })

/**
 * Checks one hash for each spelling of the password: the user's hash, or a decoy if there is no user, no password, or no
 * readable one. A text that cannot be a password is checked too, as the empty password, and always counts as wrong. A custom
 * verifier may send data out of this process. So it is called only for the user's own hash and a possible password. In all
 * other cases of a custom format, the check is only simulated. `account` is the value of `accountOf`.
 */
const verifyPassword = (
  text: string,
  account: string,
  credential: Credential | undefined,
  { decoys, ports: { passwordVerifier } }: Context,
): ResultAsync<HashVerdict, Unavailable> => {
  const plain = parsePlainPassword(text)
  const texts = plain.map(spellings).unwrapOr([''])
  const checkInVain = (hash: PasswordHash): ResultAsync<HashVerdict, Unavailable> =>
    isCustomFormat(hash.format)
      ? pretendAll(texts, hash, passwordVerifier)
      : verifyAny(texts, hash, passwordVerifier)
  // Always picked, because it may take a moment.
  return decoys.pick(account).andThen((decoy) => {
    const checkDecoy = (): ResultAsync<HashVerdict, Unavailable> =>
      checkInVain(decoy).map((): HashVerdict => 'wrong')
    if (credential === undefined) return checkDecoy()
    const { hash } = credential
    const checked = plain.isOk() ? verifyAny(texts, hash, passwordVerifier) : checkInVain(hash)
    return checked.andThen((verdict) => {
      if (verdict === 'not-mine') return checkDecoy()
      return okAsync(plain.isOk() ? verdict : 'wrong')
    })
  })
}

/** Takes as long as a check of each spelling. */
const pretendAll = (
  [, ...others]: readonly string[],
  hash: PasswordHash,
  verifier: PasswordVerifier,
): ResultAsync<HashVerdict, Unavailable> =>
  verifier
    .pretend(hash.format)
    .andThen((verdict) => (others.length === 0 ? okAsync(verdict) : pretendAll(others, hash, verifier)))

/**
 * Checks the spellings of a password against a hash, one after the other. It checks all of them, even after a right one: an
 * account that may not sign in answers a right password like a wrong one, and must take as long.
 */
export const verifyAny = (
  [text, ...others]: readonly string[],
  hash: PasswordHash,
  verifier: PasswordVerifier,
): ResultAsync<HashVerdict, Unavailable> =>
  verifier.verify(text ?? '', hash).andThen((verdict) => {
    if (others.length === 0) return okAsync(verdict)
    return verifyAny(others, hash, verifier).map((later) => (verdict === 'wrong' ? later : verdict))
  })
