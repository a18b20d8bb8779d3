import { clashes, type KeysTaken, type Stores, type Unavailable } from '@keepsake/domain'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { BatchMode, RefusedRow } from '../batch.ts'
import type { RowRecords } from './make-records.ts'

/** What was written, and which rows lost a race for a key since they were judged; their issues are relative to the row. */
export type Written = { readonly written: readonly RowRecords[]; readonly refused: readonly RefusedRow[] }

/**
 * Writes users, passwords, authenticators and notices in one transaction. The storage's unique index has the last
 * word: in mode `all` a row that it refuses refuses the batch; in mode `each` the others are written without it, with
 * the ids they have.
 */
export const writeBatch = (
  records: readonly RowRecords[],
  mode: BatchMode,
  context: Context,
): ResultAsync<Written, Unavailable> => {
  if (records.length === 0) return okAsync({ written: [], refused: [] })
  return context.storage
    .atomically((stores) => writeAll(records, stores))
    .map((): Written => ({ written: records, refused: [] }))
    .orElse((failure) => {
      if (failure.kind === 'unavailable') return errAsync(failure)
      const lost = clashes(records, failure.keys)
      if (lost.size === 0) throw new Error('The storage refused keys that it was not given')
      const refused = [...lost].map(([row, issues]) => ({ row, issues }))
      if (mode === 'all') return okAsync<Written, Unavailable>({ written: [], refused })
      const others = records.filter(({ row }) => !lost.has(row))
      return writeBatch(others, mode, context).map((rest) => ({
        written: rest.written,
        refused: [...refused, ...rest.refused],
      }))
    })
}

const writeAll = (
  records: readonly RowRecords[],
  { users, credentials, otps, outbox }: Stores,
): ResultAsync<void, KeysTaken | Unavailable> =>
  users
    .insertAll(records.map(({ user, keys }) => ({ user, keys: keys.map(({ key }) => key) })))
    .andThen(() => credentials.insertAll(present(records.map(({ credential }) => credential))))
    .andThen(() =>
      otps.insertAll(present(records.map(({ enrolment }) => enrolment))).mapErr((failure) => {
        // The users were born in this transaction: one of them having an authenticator is a broken store.
        if (failure.kind === 'already-enrolled') throw new Error('A new user has an authenticator already')
        return failure
      }),
    )
    .andThen(() => outbox.addAll(records.flatMap(({ notices }) => notices)))

const present = <T>(values: readonly (T | undefined)[]): readonly T[] =>
  values.filter((value) => value !== undefined)
