import { err, ok } from 'neverthrow'
import { gather, type Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { fieldDrafter, type Drafted, type DraftFields } from './draft-fields.ts'
import type { DraftedAt, DraftSettings } from './draft-settings.ts'
import { loginFields } from './has-login.ts'
import type { PlacedKey } from './identifier/identifier-keys.ts'
import type { PhoneNumbers } from './identifier/phone-numbers.ts'
import { parsePastLife, type GivenPastLife, type PastLife } from './past-life.ts'
import type { UserFields } from './user-fields.ts'
import { parseUserId } from './user-id.ts'

/** A new user whose every field is well-formed. It may lack an id and a time of creation. */
export type DraftUser = DraftFields & { readonly past?: PastLife }

/** Drafts a new user: checks every field of a row by itself, and that the user can be found by something. */
export type UserDrafter = (row: UserFields & GivenPastLife) => Drafted<DraftUser>

/** Drafts the new users of a batch. What is the same for all rows is made once. */
export const userDrafter = (settings: DraftSettings, phones: PhoneNumbers, at: DraftedAt): UserDrafter => {
  const draftFields = fieldDrafter(settings, phones, at)
  return (row) => {
    const { draft, keys, warnings } = draftFields(row)
    const past = parsePastLife(row, at.now)
    return {
      draft: withPast(draft, past, checkSomeIdentifier(row, settings)),
      keys: row.userId === undefined ? keys : [...keys, ...idKey(row.userId)],
      warnings,
    }
  }
}

/** Drafts one new user. */
export const draftUser = (
  row: UserFields & GivenPastLife,
  settings: DraftSettings,
  phones: PhoneNumbers,
  at: DraftedAt,
): Drafted<DraftUser> => userDrafter(settings, phones, at)(row)

const withPast = (
  draft: Checked<DraftFields>,
  past: Checked<PastLife>,
  identified: Checked<void>,
): Checked<DraftUser> => {
  if (identified.isOk() && past.isOk() && isUnknown(past.value)) return draft
  return gather(draft, past, identified).map(([fields, known]) =>
    isUnknown(known) ? fields : { ...fields, past: known },
  )
}

const isUnknown = (past: PastLife): boolean => Object.keys(past).length === 0

/** A well-formed id is claimed even by a row that is refused for something else, as the other keys are. */
const idKey = (given: string): readonly PlacedKey[] =>
  parseUserId(given)
    .map((key): PlacedKey[] => [{ field: 'userId', path: ['userId'], key: { namespace: 'id', key } }])
    .unwrapOr([])

const checkSomeIdentifier = (row: UserFields, { identityOnlyUsers }: DraftSettings): Checked<void> =>
  loginFields.some((field) => row[field] !== undefined) ||
  (identityOnlyUsers && (row.identities ?? []).length > 0)
    ? ok()
    : err([issue('user.identifier_missing')])
