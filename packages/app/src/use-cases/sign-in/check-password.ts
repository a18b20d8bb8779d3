import {
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
 */
export const checkPassword = (
  text: string,
  login: string,
  credential: Credential | undefined,
  context: Context,
): ResultAsync<HashVerdict, Unavailable> => {
  const plain = parsePlainPassword(text)
  const texts = plain.isOk() ? spellings(plain.value) : ['']
  // Picked for everybody, for it may take a moment.
  return context.decoys.pick(login).andThen((decoy) => {
    const checkDecoy = (): ResultAsync<HashVerdict, Unavailable> =>
      verifyAll(texts, decoy, context.ports.passwordVerifier).map((): HashVerdict => 'wrong')
    if (credential === undefined) return checkDecoy()
    const { hash } = credential
    if (plain.isErr())
      return verifyAll(texts, hash, context.ports.passwordVerifier).map((): HashVerdict => 'wrong')
    return verifyAny(texts, hash, context.ports.passwordVerifier).andThen((verdict) =>
      verdict === 'not-mine' ? checkDecoy() : okAsync(verdict),
    )
  })
}

/** Checks the spellings of a password against a hash, one after the other, until one is right. */
export const verifyAny = (
  [text, ...others]: readonly string[],
  hash: PasswordHash,
  verifier: PasswordVerifier,
): ResultAsync<HashVerdict, Unavailable> =>
  verifier
    .verify(text ?? '', hash)
    .andThen((verdict) =>
      verdict === 'wrong' && others.length > 0 ? verifyAny(others, hash, verifier) : okAsync(verdict),
    )

/** Checks all of them, whatever they come to: the time it takes must not tell. */
const verifyAll = (
  [text, ...others]: readonly string[],
  hash: PasswordHash,
  verifier: PasswordVerifier,
): ResultAsync<void, Unavailable> =>
  text === undefined
    ? okAsync()
    : verifier.verify(text, hash).andThen(() => verifyAll(others, hash, verifier))
