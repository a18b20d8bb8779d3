import { conceal } from '../../kernel/secret.ts'
import type { RandomBytes } from '../../kernel/system.ts'
import type { RecoveryCode } from './recovery-code.ts'

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
