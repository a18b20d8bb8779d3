import { err, ok } from 'neverthrow'
import type { Brand } from '../../kernel/brand.ts'
import type { Checked } from '../../kernel/collect.ts'
import { issue } from '../../kernel/issue.ts'
import { typedCode } from '../../kernel/plain-spelling.ts'
import { conceal, type Secret } from '../../kernel/secret.ts'

/** A recovery code in canonical form: lower-case letters and digits, without separators. */
export type RecoveryCode = Brand<Secret<string>, 'RecoveryCode'>

/**
 * Kratos and django-allauth give out codes of this length. Eight digits are 26 bits: more than the 20 that NIST SP
 * 800-63B, 3.1.2, asks for, and fewer than the 64 from which on attempts need no limit.
 */
const minLength = 8
const maxLength = 128

/**
 * Reads a recovery code in any spelling: case, width, dashes, dots, spaces and unseen marks do not count. The
 * contract's own codes are six groups of four hex digits, `b471-8ec0-874a-087f-bccb-cd54`; codes of other systems are
 * accepted as well.
 */
export const parseRecoveryCode = (text: string): Checked<RecoveryCode> => {
  if (text.length > 2 * maxLength) return err([issue('otp.recovery_code_malformed')])
  const characters = typedCode(text)
  const wellFormed =
    /^[0-9A-Za-z]+$/u.test(characters) && characters.length >= minLength && characters.length <= maxLength
  return wellFormed
    ? ok(conceal(characters.toLowerCase()) as RecoveryCode)
    : err([issue('otp.recovery_code_malformed')])
}
