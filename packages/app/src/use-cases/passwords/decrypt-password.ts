import {
  issue,
  within,
  type Checked,
  type Issue,
  type SentPassword,
  type TooShort,
  type TransportCiphers,
  type Unavailable,
  type Undecryptable,
} from '@keepsake/domain'
import { err, errAsync, ok, okAsync } from 'neverthrow'
import type { MaybeAsync } from '../shared/maybe-async.ts'

/** Twice the longest encrypted password, SM2 in hex: 4,096 bytes of text. Ciphers need not read more. */
const maxCiphertext = 16_384

/** Decrypts the transport cipher of a password. */
export const decryptPassword = (
  { text, encryptType }: SentPassword,
  ciphers: TransportCiphers,
): MaybeAsync<Checked<string>> => {
  if (encryptType === 'none') return ok(text)
  const cipher = ciphers[encryptType]
  // If all keys of a cipher have retired, it has no public key, and so is not offered.
  if (cipher?.current() === undefined) return err([issue('password.encrypt_type_not_offered')])
  if (within(text, maxCiphertext) === undefined) return err([issue('password.undecryptable')])
  return cipher
    .open(text)
    .map((secret): Checked<string> => ok(secret.reveal()))
    .orElse((failure) => {
      if (failure.kind === 'unavailable') return errAsync(failure)
      return okAsync<Checked<string>, Unavailable>(err([issueOf(failure)]))
    })
}

const issueOf = (failure: Undecryptable | TooShort): Issue =>
  failure.kind === 'undecryptable'
    ? issue('password.undecryptable')
    : issue('password.too_short_for_padding', [], { leastBytes: failure.leastBytes })
