import { err, ok } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue, type Issue } from '../kernel/issue.ts'
import type { DraftAuthenticator } from './draft-authenticator.ts'
import type { StoredAuthenticator } from './authenticator.ts'
import { mostAuthenticators, type SecondFactor } from './second-factor.ts'
import { mostRecoveryCodes, type StoredRecoveryCode } from './recovery-code/stored-recovery-code.ts'

/**
 * What an import does if the user has something else already. `refuse`: nothing, because the user would be locked out.
 * `replace`: the given authenticator replaces what the user has. `add`: the user gets it in addition.
 */
export type ExistingAuthenticator = 'refuse' | 'replace' | 'add'

/** Which parts of the given data a user has already. */
export type AuthenticatorMatch = {
  /** The authenticator that has the given secret. */
  readonly authenticator: StoredAuthenticator | undefined
  /** For each given recovery code, in the same order, the stored code that it equals, if there is one. */
  readonly recoveryCodes: readonly (StoredRecoveryCode | undefined)[]
}

/** What importing an authenticator does to a user. */
export type ImportOutcome = 'insert' | 'replace' | 'add' | 'unchanged'

/**
 * Decides what an import does. The same data again changes nothing, so that an import may be repeated. A recovery code
 * or a name that was not given counts as no difference.
 */
export const decideImport = (
  { name, recoveryCodes }: Pick<DraftAuthenticator, 'name' | 'recoveryCodes'>,
  present: SecondFactor | undefined,
  match: AuthenticatorMatch,
  existing: ExistingAuthenticator,
): Checked<ImportOutcome> => {
  if (present === undefined) return ok('insert')
  const { authenticator } = match
  const hasAll = authenticator !== undefined && !match.recoveryCodes.includes(undefined)
  if (existing === 'replace') {
    const hasNoOther = present.authenticators.length === 1
    const hasNoOtherCode =
      recoveryCodes.length === 0 || notAmong(known(match.recoveryCodes), present.recoveryCodes).length === 0
    const hasName = name === undefined || name === authenticator?.name
    return ok(hasAll && hasNoOther && hasNoOtherCode && hasName ? 'unchanged' : 'replace')
  }
  if (hasAll) return ok('unchanged')
  if (existing === 'refuse') return err([issue('otp.already_enrolled')])
  const issues = checkRoom(present, match)
  return issues.length === 0 ? ok('add') : err(issues)
}

const checkRoom = (present: SecondFactor, match: AuthenticatorMatch): readonly Issue[] => {
  const authenticators = present.authenticators.length + (match.authenticator === undefined ? 1 : 0)
  const added = match.recoveryCodes.filter((kept) => kept === undefined).length
  const tooManyCodes = added > 0 && present.recoveryCodes.length + added > mostRecoveryCodes
  return [
    ...(authenticators > mostAuthenticators
      ? [issue('otp.too_many_authenticators', [], { max: mostAuthenticators })]
      : []),
    ...(tooManyCodes
      ? [issue('otp.recovery_codes_too_many', ['recoveryCodes'], { max: mostRecoveryCodes })]
      : []),
  ]
}

/**
 * What a user has after an import. `present` is what the user has now. What is imported again, by its id, stays as it
 * is and remembers its used codes. If no recovery codes come with an authenticator that stays, the user keeps all
 * recovery codes.
 */
export const nextSecondFactor = (
  outcome: Exclude<ImportOutcome, 'unchanged'>,
  present: SecondFactor,
  imported: SecondFactor,
): SecondFactor => {
  const { userId, authenticators, recoveryCodes } = present
  if (outcome === 'add')
    return {
      userId,
      authenticators: [...authenticators, ...notAmong(authenticators, imported.authenticators)],
      recoveryCodes: [...recoveryCodes, ...notAmong(recoveryCodes, imported.recoveryCodes)],
    }
  const keepsCodes =
    imported.recoveryCodes.length === 0 && notAmong(authenticators, imported.authenticators).length === 0
  return {
    userId,
    authenticators: imported.authenticators.map((each) => named(asItIs(authenticators, each), each.name)),
    recoveryCodes: keepsCodes
      ? recoveryCodes
      : imported.recoveryCodes.map((each) => asItIs(recoveryCodes, each)),
  }
}

type Identified = { readonly id: string }

/** Those of `others` that are not among `first`. */
const notAmong = <T extends Identified>(first: readonly T[], others: readonly T[]): readonly T[] =>
  others.filter(({ id }) => !first.some((each) => each.id === id))

const known = <T>(values: readonly (T | undefined)[]): readonly T[] =>
  values.filter((value) => value !== undefined)

const asItIs = <T extends Identified>(present: readonly T[], imported: T): T =>
  present.find(({ id }) => id === imported.id) ?? imported

const named = (enrolment: StoredAuthenticator, name: string | undefined): StoredAuthenticator =>
  name === undefined ? enrolment : { ...enrolment, name }
