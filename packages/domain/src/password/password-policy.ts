import { issue, type Issue } from '../kernel/issue.ts'
import type { Instant } from '../kernel/sources.ts'
import { checkComposition, type Composition } from './character-classes.ts'
import { isGuessedFirst, isPutTogether, type CommonPasswords } from './common-passwords.ts'
import { codePoints, folded } from './folded.ts'
import { knownLength } from './own-identifiers.ts'
import type { PlainPassword } from './plain-password.ts'

/** Which passwords a pool takes, and for how long. Lengths are in Unicode code points. */
export type PasswordPolicy = {
  /** The shortest password that protects an account by itself. */
  readonly minLength: number
  /** The shortest password of an account that a second factor protects too. */
  readonly minLengthWithSecondFactor: number
  /** The longest password; whatever `parsePlainPassword` refuses does not get this far. */
  readonly maxLength: number
  /** The characters that a password must have. */
  readonly composition: Composition
  /** Whether what stands in the user's own identifiers counts for nothing in the length. */
  readonly discountOwnIdentifiers: boolean
  /** How many of the last passwords must not come again, the present one counted. That one never may, with 0 neither. */
  readonly history: number
  /** How long a password may be used; for ever where absent. */
  readonly maxAgeDays?: number
  /** What becomes of a password while nobody can tell whether it has leaked: it passes, or the attempt fails. */
  readonly whenLeaksUnknown: 'accept' | 'refuse'
}

/** NIST SP 800-63B-4, section 3.1.1.2. */
export const defaultPasswordPolicy: PasswordPolicy = {
  minLength: 15,
  minLengthWithSecondFactor: 8,
  maxLength: 1024,
  // "SHALL NOT impose other composition rules": they make passwords alike.
  composition: { minClasses: 0, required: {} },
  discountOwnIdentifiers: true,
  history: 0,
  // The bundled list still holds, and an outside service that is down should not keep anybody from a better password.
  whenLeaksUnknown: 'accept',
}

/** What of its account a password is judged by. */
export type PasswordAccount = {
  /** What an attacker who knows the user tries first: `ownIdentifiers`, and the names of the pool and its apps. */
  readonly identifiers: readonly string[]
  readonly hasSecondFactor: boolean
}

/**
 * Every issue that a policy has with a new password: its length, its characters, its likeness to the user, and that it
 * is among the first to be guessed, in this order.
 */
export const checkPassword = (
  password: PlainPassword,
  policy: PasswordPolicy,
  { identifiers, hasSecondFactor }: PasswordAccount,
  lists: { readonly isCommon: CommonPasswords['has'] },
): readonly Issue[] => {
  const text = password.reveal()
  const plain = folded(text)
  const length = lengthOf(text)
  const min = hasSecondFactor ? policy.minLengthWithSecondFactor : policy.minLength
  // What an attacker knows is no part of a secret: the rest has to be long enough by itself.
  const known = policy.discountOwnIdentifiers ? knownLength(plain, identifiers) : 0
  const issues = [
    ...(length < min ? [issue('password.too_short', [], { min })] : []),
    ...(length > policy.maxLength ? [issue('password.too_long', [], { max: policy.maxLength })] : []),
    ...checkComposition(text, policy.composition),
    ...(known > 0 && length - known < min ? [issue('password.resembles_identifier', [], { min })] : []),
    ...(isGuessedFirst(plain, lists.isCommon) ? [issue('password.common')] : []),
  ]
  // To look for pieces takes the longest, and says nothing new of a text that is refused already.
  return issues.length === 0 && isPutTogether(plain, lists.isCommon) ? [issue('password.common')] : issues
}

/** An accent that a keyboard sends by itself makes no password longer, and a ligature is one character. */
const lengthOf = (text: string): number => Math.min(codePoints(text), codePoints(text.normalize('NFC')))

/** The issue with a password that is among as many of the last ones as the policy remembers. */
export const usedBefore = ({ history }: PasswordPolicy): Issue =>
  issue('password.used_before', [], { last: history })

const day = 24 * 60 * 60 * 1000

/** Whether a password that was set at a moment has reached the age at which it must be changed. */
export const isExpired = (setAt: Instant, { maxAgeDays }: PasswordPolicy, now: Instant): boolean =>
  maxAgeDays !== undefined && now - setAt >= maxAgeDays * day
