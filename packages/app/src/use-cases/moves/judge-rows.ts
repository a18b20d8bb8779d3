import { issue, type Checked, type Unavailable } from '@keepsake/domain'
import { laterRows, type RefusedRow } from '@keepsake/domain/rules'
import { err, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { acceptSourceRows, type AcceptedRows, type AcceptedSourceRow } from './accept-source-rows.ts'
import { checkClaims } from './check-claims.ts'
import { countRows } from './count-rows.ts'
import { decideKnown, traceOtp, tracePassword } from './decide-known.ts'
import type { Before, JudgedRows, KnownRow, LedgerFacts, NewRow } from './judged.ts'
import type { Judging } from './judging.ts'
import { findBefore } from './known-users.ts'
import { traceBrought } from './merge-user.ts'
import { placeRows, type PlacedRow } from './place-rows.ts'
import type { SourceRow } from './read-row.ts'
import { sortRows, type RowOfUser } from './sort-rows.ts'
import { fieldsOfRow } from './user-fields.ts'

/**
 * Decides about every row of a chunk: what is created, what is changed, what stays out and why. It writes nothing, so a plan and
 * a run decide alike. Rows clash with each other in their order.
 */
export const judgeRows = (
  rows: readonly SourceRow[],
  judging: Judging,
): ResultAsync<JudgedRows, Unavailable> =>
  safeTry(async function* () {
    const { placed, refused: unreadable } = yield* placeRows(rows, judging)
    const sorted = yield* sortRows(placed, judging)
    const users = yield* findBefore(
      sorted.known.map(({ userId }) => userId),
      judging.context.storage,
    )
    const accepted = yield* acceptSourceRows(
      sorted.fresh,
      sorted.known.map((each) => each.placed),
      judging,
    )
    const fresh = decideFresh(sorted.fresh, accepted, judging)
    const repeated = refuseRepeated(sorted.known)
    const known: KnownRow[] = []
    const refusedKnown: RefusedRow[] = []
    for (const each of sorted.known) {
      const { row } = each.placed
      if (repeated.has(row)) continue
      const decided = yield* decideKnownRow(each, users.get(each.userId), accepted, judging)
      if (decided.isOk()) known.push(decided.value)
      else refusedKnown.push({ row, issues: decided.error })
    }
    const claims = yield* checkClaims(fresh.created, known, judging)
    const refused = [
      ...unreadable,
      ...sorted.refused,
      ...fresh.refused,
      ...refusedKnown,
      ...[...repeated].map(([row, other]) => ({
        row,
        issues: [issue('move.user_repeated', [], { row: rows[other]?.position.row ?? 0 })],
      })),
      ...claims,
    ].toSorted((one, other) => one.row - other.row)
    const out = new Set(refused.map(({ row }) => row))
    const written = {
      created: fresh.created.filter(({ accepted: { row } }) => !out.has(row)),
      known: known.filter(({ row }) => !out.has(row)),
      refused,
    }
    return ok({ ...written, counts: countRows({ ...sorted, ...written, rows }, judging) })
  })

/** A user may be deleted after the row was found to be theirs. */
const decideKnownRow = (
  row: RowOfUser,
  before: Before | undefined,
  accepted: AcceptedRows,
  judging: Judging,
): ResultAsync<Checked<KnownRow>, Unavailable> => {
  if (before === undefined) return okAsync(err([issue('user.not_found')]))
  const read = acceptedOf(row.placed, accepted)
  return read.isErr() ? okAsync(err(read.error)) : decideKnown(row, read.value, before, judging)
}

const acceptedOf = ({ row }: PlacedRow, accepted: AcceptedRows): Checked<AcceptedSourceRow> => {
  const read = accepted.get(row)
  if (read === undefined) throw new Error('A row was drafted and is none')
  return read
}

type DecidedFresh = { readonly created: readonly NewRow[]; readonly refused: readonly RefusedRow[] }

const decideFresh = (rows: readonly PlacedRow[], accepted: AcceptedRows, judging: Judging): DecidedFresh => {
  const created: NewRow[] = []
  const refused: RefusedRow[] = []
  for (const placed of rows) {
    const read = acceptedOf(placed, accepted)
    if (read.isErr()) refused.push({ row: placed.row, issues: read.error })
    else {
      const accepted = read.value
      created.push({ accepted, ledger: () => factsOf(placed, accepted, judging) })
    }
  }
  return { created, refused }
}

const factsOf = (
  { given, source, key, keyDigest, fingerprint, ledger }: PlacedRow,
  accepted: NewRow['accepted'],
  judging: Judging,
): LedgerFacts => {
  const brought = fieldsOfRow(given, source.removed, accepted.draft, accepted.memberships)
  const password = tracePassword(accepted.password, judging)
  const otp = traceOtp(accepted, judging)
  const fields = { ...traceBrought(brought, judging), ...(password && { password }), ...(otp && { otp }) }
  return { key, keyDigest, fingerprint, fields, present: ledger }
}

/** For each row whose user a later row of the chunk is about too: the later one stays out, since it is decided on what is. */
const refuseRepeated = (known: readonly RowOfUser[]): ReadonlyMap<number, number> => {
  const reversed = known.toReversed()
  const earlier = laterRows(reversed.map(({ userId }) => userId))
  return new Map(
    [...earlier].map(([index, other]) => [reversed[index]!.placed.row, reversed[other]!.placed.row]),
  )
}
