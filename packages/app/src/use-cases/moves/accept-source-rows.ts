import type { Checked, Unavailable } from '@keepsake/domain'
import { draftFields } from '@keepsake/domain/rules'
import { ok, ResultAsync, safeTry } from 'neverthrow'
import { acceptRow, findMemberships } from '../create-users/accept-rows.ts'
import { draftRows } from '../create-users/draft-rows.ts'
import { openRows } from '../create-users/open-rows.ts'
import type { AcceptedRow } from '../create-users/row.ts'
import type { Judging } from './judging.ts'
import type { PlacedRow } from './place-rows.ts'

/** Checks everything of a row that does not need the users of the pool. The answers are by the index in the chunk. */
export type AcceptedRows = ReadonlyMap<number, Checked<AcceptedRow>>

/** Drafts rows, opens their passwords and asks the organization, as a batch of users does. */
export const acceptSourceRows = (
  fresh: readonly PlacedRow[],
  known: readonly PlacedRow[],
  { source, options, context }: Judging,
): ResultAsync<AcceptedRows, Unavailable> =>
  safeTry(async function* () {
    const read = ok(options)
    const givenOf = (rows: readonly PlacedRow[]) => rows.map(({ given }) => ok(given))
    const [ofFresh, ofKnown] = yield* ResultAsync.combine([
      draftRows(givenOf(fresh), read, context),
      draftRows(givenOf(known), read, context, draftFields),
    ])
    const rows = [...fresh, ...known]
    const drafted = [...ofFresh, ...ofKnown].map((each, index) => ({ ...each, row: rows[index]?.row ?? 0 }))
    const [memberships, opened] = yield* ResultAsync.combine([
      findMemberships(drafted, read, context),
      openRows(drafted, context),
    ])
    return ok(new Map(opened.map((each) => [each.row, acceptRow(each, memberships).map(fromSource(source))])))
  })

/** A password comes from the source of the move, if the row does not say that it comes from elsewhere. */
const fromSource =
  (source: string) =>
  (row: AcceptedRow): AcceptedRow => ({
    ...row,
    passwordPast: { ...row.passwordPast, origin: row.passwordPast.origin ?? { source } },
  })
