import type { ListSizeCodes } from '../kernel/batch.ts'
import type { Instant } from '../kernel/system.ts'
import { nextSecondFactor, type ImportOutcome, type AuthenticatorMatch } from './decide-import.ts'
import type { DraftRecoveryCode } from './recovery-code/draft-recovery-code.ts'
import { secondFactorIds, type SecondFactor } from './second-factor.ts'
import type { SecondFactorWrite } from './second-factor-store.ts'
import type { UserId } from '../user/user-id.ts'

/** The codes for lists of authenticators that nothing can be done with. */
export const importListSize: ListSizeCodes = { empty: 'otp.list_empty', tooLong: 'otp.list_too_long' }

/** What an import changes of a user's second factor, and the event that tells services of it. */
export type ImportedChange = {
  readonly change: SecondFactorWrite
  readonly event: {
    readonly type: 'otp.imported'
    readonly userId: UserId
    /** How many the user has now. */
    readonly authenticators: number
  }
}

/** The event of a second factor that was imported. */
export const importedEvent = ({ userId, authenticators }: SecondFactor): ImportedChange['event'] => ({
  type: 'otp.imported',
  userId,
  authenticators: authenticators.length,
})

/**
 * The change that an import writes, if it changes anything. `decidedOn` is what the user had when the outcome was
 * decided: the store refuses the change if the user has something else by now. `present` is the same read again, and
 * knows which codes were used meanwhile.
 */
export const changeOfImport = (
  outcome: ImportOutcome,
  decidedOn: SecondFactor | undefined,
  present: SecondFactor,
  imported: SecondFactor,
): ImportedChange | undefined => {
  if (outcome === 'unchanged') return undefined
  const to = nextSecondFactor(outcome, present, imported)
  return {
    change: { from: decidedOn === undefined ? [] : secondFactorIds(decidedOn), to },
    event: importedEvent(to),
  }
}

/** A recovery code that a user already has, and that was used in the other system. */
export type UsedElsewhere = {
  readonly codeId: string
  readonly usedAt: Instant
  readonly given: DraftRecoveryCode
}

/** The recovery codes that are used up by an import, because they were used elsewhere. */
export const codesUsedElsewhere = (
  given: readonly DraftRecoveryCode[],
  match: AuthenticatorMatch,
): readonly UsedElsewhere[] =>
  given.flatMap((each, index) => {
    const kept = match.recoveryCodes[index]
    return kept === undefined || each.usedAt === undefined
      ? []
      : [{ codeId: kept.id, usedAt: each.usedAt, given: each }]
  })

/**
 * Whether the authenticator exists already and keeps a name that differs from the imported one. Only a replacement takes
 * the new name.
 */
export const keepsOtherName = (
  outcome: ImportOutcome,
  name: string | undefined,
  { authenticator }: AuthenticatorMatch,
): boolean =>
  outcome !== 'replace' && authenticator !== undefined && name !== undefined && name !== authenticator.name

/** Whether an import changes the second factor of a user, so that the user is to be notified. */
export const isChanged = (outcome: ImportOutcome): boolean => outcome !== 'unchanged'
