import { type Checked, type Unavailable, collectList, gather, inside } from '@keepsake/domain'
import { fieldDrafter, type KnownMemberships } from '@keepsake/domain/rules'
import { ok, ResultAsync, safeTry } from 'neverthrow'
import { acceptRow, findMemberships } from '../create-users/accept-rows.ts'
import { draftRows } from '../create-users/draft-rows.ts'
import { openRows } from '../create-users/open-rows.ts'
import type { AcceptedRow, DraftedRow, OpenPassword } from '../create-users/row.ts'
import { draftGivenAuthenticator, type GivenAuthenticator } from '../authenticators/given-authenticator.ts'
import type { Judging } from './judging.ts'
import type { PlacedRow } from './place-rows.ts'

/** Checks everything of a row that does not need the users of the pool. The answers are by the index in the chunk. */
export type AcceptedRows = ReadonlyMap<number, Checked<AcceptedSourceRow>>

/** An accepted row of a source: a source may have several authenticators of a user. */
export type AcceptedSourceRow = AcceptedRow & { readonly further: readonly GivenAuthenticator[] }

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
      draftRows(givenOf(known), read, context, fieldDrafter),
    ])
    const rows = [...fresh, ...known]
    const bySource = new Map(rows.map((placed) => [placed.row, placed]))
    const drafted = [...ofFresh, ...ofKnown].map((each, index) => ({ ...each, row: rows[index]?.row ?? 0 }))
    const [memberships, opened] = yield* ResultAsync.combine([
      findMemberships(drafted, read, context),
      openRows(drafted, context),
    ])
    return ok(new Map(opened.map((each) => [each.row, accept(each, memberships, bySource, source, context)])))
  })

/** A password comes from the source of the move, if the row does not say that it comes from elsewhere. */
const accept = (
  drafted: DraftedRow<OpenPassword>,
  memberships: KnownMemberships,
  rows: ReadonlyMap<number, PlacedRow>,
  source: string,
  context: Judging['context'],
): Checked<AcceptedSourceRow> =>
  gather(
    acceptRow(drafted, memberships),
    inside(
      ['further'],
      collectList(rows.get(drafted.row)?.source.further ?? [], (otp) =>
        draftGivenAuthenticator(otp, context),
      ),
    ),
  ).map(([row, further]) => ({
    ...row,
    passwordPast: { ...row.passwordPast, origin: row.passwordPast.origin ?? { source } },
    further,
  }))
