import { issue, type Issue } from '../kernel/issue.ts'
import type { HashDescription } from './password-hasher.ts'
import type { PasswordSettings } from './password-settings.ts'

/** What happens to a password that moves in. `require_change`: it is taken, and must be changed at the next sign-in. */
export type ImportedVerdict = 'accept' | 'require_change' | 'refuse'

/** Whether imported passwords in clear are checked by the policy at all. A check can ask another service. */
export const isImportedChecked = ({ imported }: Pick<PasswordSettings, 'imported'>): boolean =>
  imported !== 'accept'

/** Decides what happens to an imported password in clear, by the issues that the policy has with it. */
export const decideImported = (
  issues: readonly Issue[],
  { imported }: Pick<PasswordSettings, 'imported'>,
): ImportedVerdict => {
  if (issues.length === 0 || imported === 'accept') return 'accept'
  return imported === 'enforce' ? 'refuse' : 'require_change'
}

/** Whether the pool does anything about weak hashes. If not, hashes need not be described. */
export const areWeakHashesSought = ({ weakHashes }: Pick<PasswordSettings, 'weakHashes'>): boolean =>
  weakHashes !== 'keep'

/** Decides what happens to the hash of another system. A hash that is not described is kept. */
export const decideWeakHash = (
  description: HashDescription | undefined,
  { weakHashes }: Pick<PasswordSettings, 'weakHashes'>,
): PasswordSettings['weakHashes'] => {
  if (weakHashes === 'wrap') return description?.wrappable === true ? 'wrap' : 'keep'
  return weakHashes === 'refuse' && description?.strength === 'weak' ? 'refuse' : 'keep'
}

/** Warnings about a row whose old system says that the user has no password. */
export const warningsOfNone = (mustChange: boolean): readonly Issue[] => [
  issue('password.kept_marks_no_password'),
  ...(mustChange ? [issue('password.none_to_change')] : []),
]
