import { err, ok, okAsync, type Result, type ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import { issue, type Issue } from '../kernel/issue.ts'
import type { PasswordPolicy } from './password-policy.ts'
import type { PlainPassword } from './plain-password.ts'

/** Port: the passwords that leaked from other systems. */
export type BreachedPasswords = {
  /**
   * How often the password, as we would hash it, stands in the leaks; 0 where it does not. Neither it nor a whole hash
   * of it leaves the process.
   */
  readonly count: (password: PlainPassword) => ResultAsync<number, Unavailable>
}

/** For a pool that asks nobody: no password has leaked. */
export const noBreachedPasswords: BreachedPasswords = { count: () => okAsync(0) }

/**
 * What follows from the word on leaks: the issue, if there is one. Where there was no word, the policy tells whether the
 * password passes or the failure stands. The count stays out of the issue: it can tell which password it is.
 */
export const decideBreached = (
  answer: Result<number, Unavailable>,
  { whenLeaksUnknown }: Pick<PasswordPolicy, 'whenLeaksUnknown'>,
): Result<readonly Issue[], Unavailable> => {
  if (answer.isOk()) return ok(answer.value > 0 ? [issue('password.breached')] : [])
  return whenLeaksUnknown === 'accept' ? ok([]) : err(answer.error)
}
