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
import type { Context } from '../context.ts'

/** Always verifies one hash a spelling: the user's, or a decoy where there is no user, no password, or no sane input. */
export const checkPassword = (
  text: string,
  credential: Credential | undefined,
  context: Context,
): ResultAsync<HashVerdict, Unavailable> => {
  const plain = parsePlainPassword(text)
  const texts = plain.isOk() ? spellings(plain.value) : ['']
  if (plain.isOk() && credential !== undefined)
    return verifyAny(texts, credential.hash, context.ports.passwordVerifier)
  return context
    .decoy()
    .andThen((decoy) => verifyAny(texts, decoy, context.ports.passwordVerifier))
    .map(() => 'wrong')
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
