import { issue, type Issue } from '../kernel/issue.ts'
import type { Instant } from '../kernel/system.ts'
import { checkComposition, type Composition } from './character-classes.ts'
import { isGuessedFirst, isPutTogether, type CommonPasswords } from './common-passwords.ts'
import type { Credential } from './credential.ts'
import { codePoints, folded } from '../kernel/folded.ts'
import { knownLength } from './own-identifiers.ts'
import type { PlainPassword } from './plain-password.ts'

/** Which passwords a pool takes, and for how long. Lengths are in Unicode code points. */
export type PasswordPolicy = {
  /** The shortest password that protects an account by itself. */
  readonly minLength: number
  /** The shortest password of an account that a second factor protects too. */
  readonly minLengthWithSecondFactor: number
  /** The longest password; `parsePlainPassword` refuses longer texts before this check. */
  readonly maxLength: number
  /** The characters that a password must have. */
  readonly composition: Composition
  /** Whether text from the user's own identifiers counts as nothing in the length. */
  readonly discountOwnIdentifiers: boolean
  /**
   * How many of the last passwords must not be used again, the present one included. The present one may never be used
   * again, even with 0.
   */
  readonly history: number
  /** How long a password may be used; without limit if absent. */
  readonly maxAgeDays?: number
  /** What happens to a password if it cannot be checked whether it has leaked: it passes, or the attempt fails. */
  readonly whenLeaksUnknown: 'accept' | 'refuse'
}

/** NIST SP 800-63B-4, section 3.1.1.2. */
export const defaultPasswordPolicy: PasswordPolicy = {
  minLength: 15,
  minLengthWithSecondFactor: 8,
  maxLength: 1024,
  // "SHALL NOT impose other composition rules": such rules make passwords alike.
  composition: { minClasses: 0, required: {} },
  discountOwnIdentifiers: true,
  history: 0,
  // The bundled list still applies, and an outside service that is down should not stop anybody from setting a better
  // password.
  whenLeaksUnknown: 'accept',
}

/** The facts of an account by which a password is judged. */
export type PasswordAccount = {
  /** What an attacker who knows the user tries first: `ownIdentifiers`, and the names of the pool and its apps. */
  readonly identifiers: readonly string[]
  readonly hasSecondFactor: boolean
}

/**
 * Every issue that a policy finds in a new password, in this order: its length, its characters, its likeness to the
 * user, and that it is among the first to be guessed.
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
  // What an attacker knows is not secret, so the rest has to be long enough by itself.
  const known = policy.discountOwnIdentifiers ? knownLength(plain, identifiers) : 0
  const issues = [
    ...(length < min ? [issue('password.too_short', [], { min })] : []),
    ...(length > policy.maxLength ? [issue('password.too_long', [], { max: policy.maxLength })] : []),
    ...checkComposition(text, policy.composition),
    ...(known > 0 && length - known < min ? [issue('password.resembles_identifier', [], { min })] : []),
    ...(isGuessedFirst(plain, lists.isCommon) ? [issue('password.common')] : []),
  ]
  // Searching for pieces takes the longest, and finds nothing new in a text that is refused already.
  return issues.length === 0 && isPutTogether(plain, lists.isCommon) ? [issue('password.common')] : issues
}

/** An accent that a keyboard sends by itself makes no password longer, and a ligature is one character. */
const lengthOf = (text: string): number => Math.min(codePoints(text), codePoints(text.normalize('NFC')))

/** The issue of a password that is among the last ones, as many as the policy remembers. */
export const usedBefore = ({ history }: PasswordPolicy): Issue =>
  issue('password.used_before', [], { last: history })

const day = 24 * 60 * 60 * 1000

/** Whether a password that was set at this time has reached the age at which it must be changed. */
export const isExpired = (setAt: Instant, { maxAgeDays }: PasswordPolicy, now: Instant): boolean =>
  maxAgeDays !== undefined && now - setAt >= maxAgeDays * day

/** Whether a password must be changed, even if it is right: its record says so, or it is too old. */
export const mustBeChanged = (
  { mustChange, setAt }: Pick<Credential, 'mustChange' | 'setAt'>,
  policy: PasswordPolicy,
  now: Instant,
): boolean => mustChange || isExpired(setAt, policy, now)
