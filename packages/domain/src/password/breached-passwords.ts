import { err, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import { issue, type Issue } from '../kernel/issue.ts'
import type { PasswordPolicy } from './password-policy.ts'
import type { PlainPassword } from './plain-password.ts'

/** Port: the passwords that have leaked from other systems. */
export type BreachedPasswords = {
  /**
   * How often the password, as we would hash it, is in the leaks; 0 if it is not. Neither the password nor a whole hash
   * of it leaves the process.
   */
  readonly count: (password: PlainPassword) => ResultAsync<number, Unavailable>
}

/** For a pool that does not check for leaks: no password has leaked. */
export const noBreachedPasswords: BreachedPasswords = { count: () => okAsync(0) }

/**
 * Decides from the answer of the leak check: the issue, if there is one. If there was no answer, the policy says
 * whether the password passes or the failure stays. The issue does not contain the count, because the count can tell
 * which password it is.
 */
export const decideBreached = (
  answer: Result<number, Unavailable>,
  { whenLeaksUnknown }: Pick<PasswordPolicy, 'whenLeaksUnknown'>,
): Result<readonly Issue[], Unavailable> => {
  if (answer.isOk()) return ok(answer.value > 0 ? [issue('password.breached')] : [])
  return whenLeaksUnknown === 'accept' ? ok([]) : err(answer.error)
}
