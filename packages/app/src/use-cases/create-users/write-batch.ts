import {
  clashes,
  userEntry,
  type Happening,
  type KeysTaken,
  type OtpHolder,
  type OtpSet,
  type Unavailable,
} from '@keepsake/domain'
import { misbehaviour } from '@keepsake/domain/guard'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { BatchMode, RefusedRow } from '../shared/batch.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import { writeEvents } from '../events/write-events.ts'
import type { RowRecords } from './make-records.ts'

/**
 * What was written, and which rows lost a race for a key after they were checked. Their issues are relative to the row.
 * `holders` lists the users who have the secrets that were written.
 */
export type Written = {
  readonly written: readonly RowRecords[]
  readonly refused: readonly RefusedRow[]
  readonly holders: readonly OtpHolder[]
}

/**
 * Writes users, passwords, authenticators, notices and events in one transaction. The unique index of the storage decides.
 * If it refuses a row, mode `all` refuses the batch, and mode `each` writes the other rows with the same ids.
 */
export const writeBatch = (
  records: readonly RowRecords[],
  mode: BatchMode,
  context: Context,
): ResultAsync<Written, Unavailable> => {
  if (records.length === 0) return okAsync({ written: [], refused: [], holders: [] })
  return context.storage
    .atomically((stores) => writeAll(records, stores, context))
    .map((holders): Written => ({ written: records, refused: [], holders }))
    .orElse((failure) => {
      if (failure.kind === 'unavailable') return errAsync(failure)
      const lost = clashes(records, failure.keys)
      if (lost.size === 0)
        return errAsync(misbehaviour('storage', 'users.insertAll has refused keys of nobody'))
      const refused = [...lost].map(([row, issues]) => ({ row, issues }))
      if (mode === 'all') return okAsync<Written, Unavailable>({ written: [], refused, holders: [] })
      const others = records.filter(({ row }) => !lost.has(row))
      return writeBatch(others, mode, context).map((rest) => ({
        ...rest,
        refused: [...refused, ...rest.refused],
      }))
    })
}

const writeAll = (
  records: readonly RowRecords[],
  stores: UserStores,
  context: Context,
): ResultAsync<readonly OtpHolder[], KeysTaken | Unavailable> => {
  const { users, credentials, otps, outbox } = stores
  const sets = present(records.map((record) => record.otps))
  return (
    users
      .insertAll(records.map(({ user, keys }) => userEntry(user, keys)))
      .andThen(() => credentials.insertAll(present(records.map(({ credential }) => credential))))
      .andThen(() =>
        otps.writeAll(sets.map((to) => ({ from: [], to }))).mapErr((failure) =>
          // The users were created in this transaction, so none of them can have another second factor.
          failure.kind === 'unavailable'
            ? failure
            : misbehaviour('storage', 'otps.writeAll has found an authenticator of a new user'),
        ),
      )
      .andThen(() => outbox.addAll(records.flatMap(({ notices }) => notices)))
      .andThen(() => writeEvents(records.flatMap(happeningsOf), stores, context))
      // Inside the transaction, another call that imports the same secret at the same time is noticed.
      .andThen(() => otps.findHolders(sets.flatMap(fingerprintsOf)))
  )
}

const happeningsOf = ({ user: { id: userId }, otps }: RowRecords): readonly Happening[] => [
  { type: 'user.created', userId },
  ...(otps === undefined
    ? []
    : [{ type: 'otp.imported' as const, userId, authenticators: otps.authenticators.length }]),
]

/** The fingerprints of a user's secrets. */
export const fingerprintsOf = ({ authenticators }: OtpSet): readonly string[] =>
  authenticators.map(({ fingerprint }) => fingerprint)

const present = <T>(values: readonly (T | undefined)[]): readonly T[] =>
  values.filter((value) => value !== undefined)
