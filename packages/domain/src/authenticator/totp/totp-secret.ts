import { err, ok } from 'neverthrow'
import type { Checked } from '../../kernel/collect.ts'
import { issue, type Issue } from '../../kernel/issue.ts'
import { conceal, type Secret } from '../../kernel/secret.ts'
import { encodeBase32 } from './base32.ts'
import { contractTotpParameters, type TotpParameters } from './totp-parameters.ts'
import { decodeSecret, type SecretEncoding } from './secret-encoding.ts'

/** Everything that an authenticator app knows: with it, every code can be made. */
export type TotpSecret = TotpParameters & {
  /** RFC 4648 base32, upper case, without padding. */
  readonly base32: Secret<string>
}

/** Longer than any HMAC block (RFC 6238 hashes); more is a mistake. */
const maxBytes = 128
/** NIST SP 800-63B, 3.1.4.1, asks for 112 bits. The contract's own example has 80, so fewer is a warning, not an error. */
const strongBits = 112

/** Reads a secret in any spelling of its encoding, with the contract's parameters. The pool's minimum is in bits. */
export const parseTotpSecret = (
  text: string,
  minBits: number,
  encoding: SecretEncoding = 'base32',
): Checked<TotpSecret> => {
  // Two characters for each byte, and a separator between any two of them: a longer text is no secret of an allowed
  // size.
  if (text.length > 4 * maxBytes) return err([issue('otp.secret_too_long', [], { max: maxBytes * 8 })])
  const bytes = decodeSecret(text, encoding)
  if (bytes === undefined) return err([issue('otp.secret_malformed', [], { encoding })])
  if (bytes.length * 8 < minBits) return err([issue('otp.secret_too_short', [], { min: minBits })])
  if (bytes.length > maxBytes) return err([issue('otp.secret_too_long', [], { max: maxBytes * 8 })])
  return ok({ base32: conceal(encodeBase32(bytes)), ...contractTotpParameters })
}

/** Warns of a secret that is shorter than today's guidance asks. Such a secret is accepted. */
export const totpSecretWarnings = ({ base32 }: TotpSecret): readonly Issue[] => {
  const bits = Math.floor((base32.reveal().length * 5) / 8) * 8
  return bits < strongBits ? [issue('otp.secret_weak', [], { bits, advised: strongBits })] : []
}
