import { inside, optional, type Checked, type Issue, type NewUser, type Unavailable } from '@keepsake/domain'
import {
  decideGenerated,
  decidePasswordIntent,
  noticeWarnings,
  ofTenant,
  parsePasswordPast,
  unusedWithoutPassword,
  userDrafter,
  type Drafted,
  type DraftUser,
  type PasswordIntent,
} from '@keepsake/domain/rules'
import { err, ok, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { draftGivenAuthenticator } from '../authenticators/given-authenticator.ts'
import { eachRow } from '../shared/each-row.ts'
import type { BatchOptions } from './batch-options.ts'
import type { DraftedRow, GivenRow } from './row.ts'

/**
 * Drafts every row. If the options are invalid, everything that does not depend on them is still checked. `drafter` reads the
 * fields of a user: a user who exists already need not have an identifier in its row.
 */
export const draftRows = (
  rows: readonly GivenRow[],
  options: Checked<BatchOptions>,
  context: Context,
  drafter: typeof userDrafter = userDrafter,
): ResultAsync<readonly DraftedRow[], Unavailable> => {
  const { dateZone } = options.unwrapOr<Pick<BatchOptions, 'dateZone'>>({})
  const at = { now: context.ports.system.clock(), ...(dateZone === undefined ? {} : { dateZone }) }
  const draftUser = drafter(context.settings, context.ports.phoneNumbers, at)
  return eachRow(rows, (read, row): DraftedRow => {
    if (read.isErr()) return draftOfNothing(row, read.error)
    const given = ofTenant(read.value, context.tenantId)
    const user = draftUser(given)
    return {
      row,
      given,
      user,
      password: options.isOk() ? decidePassword(given, user, options.value) : ok({ kind: 'none' }),
      otp: inside(
        ['otp'],
        optional(given.otp, (otp) => draftGivenAuthenticator(otp, context)),
      ),
      passwordPast: parsePasswordPast(given, at.now),
      warnings: [...user.warnings, ...(options.isOk() ? unusedIn(given, user, options.value) : [])],
    }
  })
}

/** If a row has the wrong shape, nothing else of it can be checked. */
const draftOfNothing = (row: number, issues: readonly Issue[]): DraftedRow => ({
  row,
  given: {},
  user: { draft: err(issues), keys: [], warnings: [] },
  password: ok({ kind: 'none' }),
  otp: ok(undefined),
  passwordPast: ok({}),
  warnings: [],
})

const unusedIn = (
  given: NewUser,
  { draft }: Drafted<DraftUser>,
  { passwords, notices }: BatchOptions,
): readonly Issue[] => [
  ...unusedWithoutPassword(given, passwords),
  // For a generated password, the code that decides about the password gives this warning.
  ...(passwords.generate ? [] : draft.map((user) => noticeWarnings(notices, user)).unwrapOr([])),
]

/** If a row is refused because of its other fields, it is not known whether a notice can reach the user. */
const decidePassword = (
  given: NewUser,
  { draft }: Drafted<DraftUser>,
  { passwords, notices }: BatchOptions,
): Checked<PasswordIntent> =>
  decidePasswordIntent(given, passwords).map((intent) =>
    draft.isOk() ? decideGenerated(intent, notices, draft.value) : intent,
  )
