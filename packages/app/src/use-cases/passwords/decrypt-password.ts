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
import type { Soon } from '../soon.ts'

/** Twice the longest password that anybody encrypts, as SM2 in hex: 4,096 bytes of text. Ciphers need not look at more. */
const maxCiphertext = 16_384

/** Takes a password out of the cipher under which it was sent. */
export const decryptPassword = (
  { text, encryptType }: SentPassword,
  ciphers: TransportCiphers,
): Soon<Checked<string>> => {
  if (encryptType === 'none') return ok(text)
  const cipher = ciphers[encryptType]
  // Whose keys have all retired publishes none, and so offers nothing.
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
