import {
  isCustomFormat,
  parsePlainPassword,
  spellings,
  type Credential,
  type HashVerdict,
  type PasswordHash,
  type PasswordVerifier,
  type Unavailable,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'

/**
 * Always verifies one hash a spelling: the user's, or a decoy where there is no user, no password, or none that can be
 * read. A text that is no sane password is checked as well, as the empty one, and is wrong whatever that comes to.
 * What might leave the process is a check of the user's own hash, with a text that may be the password; for all else of
 * a custom format a check is pretended. `account`: as `accountOf` names it.
 */
export const checkPassword = (
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
  // Picked for everybody, for it may take a moment.
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

/** As long as a check of each spelling takes. */
const pretendAll = (
  [, ...others]: readonly string[],
  hash: PasswordHash,
  verifier: PasswordVerifier,
): ResultAsync<HashVerdict, Unavailable> =>
  verifier
    .pretend(hash.format)
    .andThen((verdict) => (others.length === 0 ? okAsync(verdict) : pretendAll(others, hash, verifier)))

/**
 * Checks the spellings of a password against a hash, one after the other. All of them, even where one was right: an
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
