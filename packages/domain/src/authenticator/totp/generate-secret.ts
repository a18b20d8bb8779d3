import { conceal } from '../../kernel/secret.ts'
import type { RandomBytes } from '../../kernel/system.ts'
import { encodeBase32 } from './base32.ts'
import { contractOtpParameters } from './totp-parameters.ts'
import type { OtpSecret } from './totp-secret.ts'
import type { RecoveryCode } from '../recovery-code/recovery-code.ts'

/** RFC 4226, section 4, recommends 160 bits. */
const secretBytes = 20

/** Makes the secret of a new authenticator, with the parameters that every authenticator app assumes. */
export const generateOtpSecret = (randomBytes: RandomBytes): OtpSecret => ({
  base32: conceal(encodeBase32(randomBytes(secretBytes))),
  ...contractOtpParameters,
})

/** The contract's form has six groups of four hex digits: 96 bits, far too many to guess online. */
const codeBytes = 12

/** Makes a recovery code as the contract shows it, such as `b471-8ec0-874a-087f-bccb-cd54`. */
export const generateRecoveryCode = (randomBytes: RandomBytes): RecoveryCode => {
  const digits = Array.from(randomBytes(codeBytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
  return conceal(digits) as RecoveryCode
}

/** A generated recovery code in groups of four, as its user sees it. */
export const inGroups = (code: RecoveryCode): string =>
  code
    .reveal()
    .match(/.{1,4}/gu)
    ?.join('-') ?? ''
