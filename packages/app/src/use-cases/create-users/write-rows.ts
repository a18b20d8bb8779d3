import {
  rejected,
  type BatchMode,
  type Failure,
  type KeysTaken,
  type FingerprintOwner,
  type SecondFactor,
  type Unavailable,
} from '@keepsake/domain'
import { clashes, inList } from '@keepsake/domain/rules'
import { misbehaviour } from '@keepsake/domain/guard'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { writeEvents } from '../shared/write-events.ts'
import type { UserStores } from '../tenant/user-stores.ts'
import type { ReadyRow, WrittenRows } from './row.ts'

/**
 * Writes users, passwords, authenticators, notices and events in one transaction. The unique index of the storage decides.
 * If it refuses a row, mode `all` refuses the batch, and mode `each` writes the other rows with the same ids.
 */
export const writeRows = (
  rows: readonly ReadyRow[],
  mode: BatchMode,
  context: Context,
): ResultAsync<WrittenRows, Failure> => {
  if (rows.length === 0) return okAsync({ written: [], refused: [], owners: [] })
  return context.storage
    .atomically((stores) => writeAll(rows, stores, context))
    .map((owners): WrittenRows => ({ written: rows, refused: [], owners }))
    .orElse((failure) => {
      if (failure.kind === 'unavailable') return errAsync(failure)
      const lost = clashes(rows, failure.keys)
      if (lost.size === 0)
        return errAsync(misbehaviour('storage', 'users.insertAll has refused keys of nobody'))
      const refused = [...lost].map(([row, issues]) => ({ row, issues }))
      if (mode === 'all') return errAsync(rejected(inList(refused)))
      const others = rows.filter(({ row }) => !lost.has(row))
      return writeRows(others, mode, context).map((rest) => ({
        ...rest,
        refused: [...refused, ...rest.refused],
      }))
    })
}

const writeAll = (
  rows: readonly ReadyRow[],
  stores: UserStores,
  context: Context,
): ResultAsync<readonly FingerprintOwner[], KeysTaken | Unavailable> => {
  const { users, credentials, secondFactors, outbox } = stores
  const sets = present(rows.map((row) => row.secondFactor))
  return (
    users
      .insertAll(rows.map(({ entry }) => entry))
      .andThen(() => credentials.insertAll(present(rows.map(({ credential }) => credential))))
      .andThen(() =>
        secondFactors.writeAll(sets.map((to) => ({ from: [], to }))).mapErr((failure) =>
          // The users were created in this transaction, so none of them can have another second factor.
          failure.kind === 'unavailable'
            ? failure
            : misbehaviour('storage', 'secondFactors.writeAll has found an authenticator of a new user'),
        ),
      )
      .andThen(() => outbox.addAll(rows.flatMap(({ notices }) => notices)))
      .andThen(() =>
        writeEvents(
          rows.flatMap(({ events }) => events),
          stores,
          context,
        ),
      )
      // Inside the transaction, another call that imports the same secret at the same time is noticed.
      .andThen(() => secondFactors.findOwners(sets.flatMap(fingerprintsOf)))
  )
}

/** The fingerprints of a user's secrets. */
export const fingerprintsOf = ({ authenticators }: SecondFactor): readonly string[] =>
  authenticators.map(({ fingerprint }) => fingerprint)

const present = <T>(values: readonly (T | undefined)[]): readonly T[] =>
  values.filter((value) => value !== undefined)
