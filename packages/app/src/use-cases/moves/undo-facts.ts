import {
  secondFactorIds,
  type LedgerRow,
  type SecondFactor,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import type { UndoFacts } from '@keepsake/domain/rules'
import { okAsync, ResultAsync, type ResultAsync as Later } from 'neverthrow'
import type { PoolContext } from '../../context.ts'
import { openImage, type BeforeImage } from './before-image.ts'
import type { Before } from './judged.ts'
import { findBefore } from './known-users.ts'
import { traceOf } from './digests.ts'

/** A row of the ledger that is to be undone, its user now, and what both were before. */
export type UndoneRow = {
  readonly row: LedgerRow
  readonly now: Before | undefined
  readonly image: BeforeImage | undefined
  readonly hasOtherKeys: boolean
}

/** Reads everything that decides how rows are undone. */
export const findUndone = (
  rows: readonly LedgerRow[],
  move: string,
  context: PoolContext,
): Later<readonly UndoneRow[], Unavailable> => {
  const ids = rows.flatMap(({ userId }) => userId ?? [])
  return ResultAsync.combine([
    findBefore(ids, context.storage),
    context.storage.moves.findRowsOfUsers(ids),
    ResultAsync.combine(rows.map((row) => openOwnImage(row, move, context))),
  ]).map(([users, ofUsers, images]) =>
    rows.map((row, index): UndoneRow => ({
      row,
      now: row.userId === undefined ? undefined : users.get(row.userId),
      image: images[index],
      hasOtherKeys: ofUsers.some(
        (other) =>
          other.userId === row.userId && (other.source !== row.source || other.keyDigest !== row.keyDigest),
      ),
    })),
  )
}

/** An image of an earlier move is not this move's. */
const openOwnImage = (
  { before: [latest], keyDigest }: LedgerRow,
  move: string,
  context: PoolContext,
): Later<BeforeImage | undefined, Unavailable> =>
  latest === undefined
    ? okAsync(undefined)
    : openImage(latest, keyDigest, context).map((image) => (image.move === move ? image : undefined))

/** The facts by which `decideUndo` decides. */
export const undoFactsOf = (
  { row, now, image, hasOtherKeys }: UndoneRow,
  context: PoolContext,
): UndoFacts => ({
  outcome: row.outcome,
  exists: now !== undefined,
  isVersionOurs: now?.user.version === row.versionAfter,
  hasSignedIn: now !== undefined && hasSignedIn(row, now.user, context),
  areSecretsTouched: isPasswordTouched(row, now, image) || areFactorsTouched(row, now, image, context),
  hasOtherKeys,
  hasBefore: image?.user !== undefined,
})

/** A sign-in may make a stronger hash of the moved password. That is no other password. */
const isPasswordTouched = (
  row: LedgerRow,
  now: Before | undefined,
  image: BeforeImage | undefined,
): boolean => {
  const hasWritten = image === undefined || row.passwordSetAt !== image.row?.passwordSetAt
  // No store can take a first password away from a user who stays.
  const wasFirst = image?.user !== undefined && image.credential === undefined
  return hasWritten && (wasFirst || now?.credential?.setAt !== row.passwordSetAt)
}

/** Only what the move has written can be taken back, and only as long as nobody has proved or used it. */
const areFactorsTouched = (
  row: LedgerRow,
  now: Before | undefined,
  image: BeforeImage | undefined,
  context: PoolContext,
): boolean => {
  const hasWritten = image === undefined || addedIds(now?.secondFactor, image).length > 0
  return hasWritten && traceFactor(now?.secondFactor, context) !== row.fields[factorField]
}

/** The ids of authenticators and recovery codes that a user has now, and did not have before. */
export const addedIds = (
  factor: SecondFactor | undefined,
  { factorIds = [] }: Pick<BeforeImage, 'factorIds'>,
): readonly string[] =>
  factor === undefined ? [] : secondFactorIds(factor).filter((id) => !factorIds.includes(id))

/** The name under which the ledger has the trace of a user's second factor after a move. No field of a row has it. */
export const factorField = '#factor'

/** The trace of a second factor, and of what was used of it. */
export const traceFactor = (factor: SecondFactor | undefined, context: PoolContext): string | undefined =>
  factor === undefined
    ? undefined
    : traceOf({ context })(factorField, [
        factor.authenticators.map(({ id, provenAt, lastStep }) => [id, provenAt, lastStep]),
        factor.recoveryCodes.map(({ id, usedAt }) => [id, usedAt]),
      ])

/** The name under which the ledger has the trace of the sign-ins that came along with a new user. */
const signInsField = '#signIns'

/** The trace of the sign-ins that a new user had in the old system. */
export const traceSignIns = (
  { signIns }: Pick<User, 'signIns'>,
  context: PoolContext,
): Readonly<Record<string, string>> => {
  const trace = traceOf({ context })(signInsField, signIns.count)
  return trace === undefined || signIns.count === 0 ? {} : { [signInsField]: trace }
}

const hasSignedIn = (row: LedgerRow, user: User, context: PoolContext): boolean =>
  traceSignIns(user, context)[signInsField] !== row.fields[signInsField]
