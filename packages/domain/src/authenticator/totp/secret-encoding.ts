import { err, ok } from 'neverthrow'
import { decodeBase64 } from '../../kernel/base64.ts'
import { within } from '../../kernel/bounded.ts'
import type { Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'
import { encodeUtf8 } from '../../kernel/utf8.ts'
import { decodeBase32 } from './base32.ts'

/**
 * How a secret is written. `base32` is what people copy into apps. `text`: the UTF-8 bytes of the text itself are the
 * key, as in Keycloak's older authenticators and in better-auth.
 */
export const secretEncodings = ['base32', 'hex', 'base64', 'text'] as const

export type SecretEncoding = (typeof secretEncodings)[number]

export const parseSecretEncoding = (text: string): Checked<SecretEncoding> => {
  const encoding = secretEncodings.find((each) => each === text)
  return encoding === undefined
    ? err([issue('otp.secret_encoding_unknown', [], { allowed: secretEncodings.join(', ') })])
    : ok(encoding)
}

/** Far longer than any secret: a longer text is not read. */
const maxLength = 8192

/** The bytes of a secret; nothing if the text is not in this encoding. */
export const decodeSecret = (text: string, encoding: SecretEncoding): Uint8Array | undefined => {
  const given = within(text, maxLength)
  return given === undefined ? undefined : decoders[encoding](given)
}

/** Reads hex in either case; spaces, hyphens and colons between the digits do not count. */
const decodeHex = (text: string): Uint8Array | undefined => {
  const digits = text.replaceAll(/[\s:-]/gu, '')
  if (!/^(?:[0-9a-f]{2})*$/iu.test(digits)) return undefined
  return Uint8Array.from(digits.match(/../gu) ?? [], (byte) => Number.parseInt(byte, 16))
}

const decoders: Readonly<Record<SecretEncoding, (text: string) => Uint8Array | undefined>> = {
  base32: decodeBase32,
  hex: decodeHex,
  base64: decodeBase64,
  text: encodeUtf8,
}
