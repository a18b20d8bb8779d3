import {
  rejected,
  type CreateUsersOptions,
  type Failure,
  type NewUser,
  type PoolSettings,
} from '@keepsake/domain'
import { err, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { TenantKeepsake, BatchMode, CreateUsersReport } from '@keepsake/app'
import { newUserRow, toNewUser, usersFile, checkShape } from '@keepsake/http/wire'
import { toCanaries, type KnownPassword } from './canaries.ts'
import { atFileRows, needsHashing, readRows, splitIntoBatches, type FileRow } from './batches.ts'

/** The result of a file. `stopped` is the reason why the rest was not tried. What was created before stays. */
export type UsersImport = CreateUsersReport & { readonly rows: number; readonly stopped?: Failure }

/** How to import a file, and which listeners to call. */
export type ImportOptions = {
  readonly mode: BatchMode
  readonly settings: Pick<PoolSettings, 'limits' | 'passwords'>
  readonly onProgress: (done: number, total: number) => void
  /** Called after every written batch, before the next one begins. If you store what it gets, no user's id is lost. */
  readonly onCreated?: (created: CreateUsersReport['created']) => Promise<void>
  /** All of them must be right before the first batch is written. */
  readonly known?: readonly KnownPassword[]
}

/**
 * Imports the users of a file. `content` is its JSON. In mode `all` they are one batch. In mode `each` there are as many
 * batches as the pool's limits require. Each batch is completely written before the next one begins.
 */
export const importUsers = (
  content: unknown,
  keepsake: TenantKeepsake,
  { mode, settings, onProgress, onCreated, known = [] }: ImportOptions,
): ResultAsync<UsersImport, Failure> =>
  safeTry(async function* () {
    const { list, options } = yield* checkShape(usersFile, content).mapErr(rejected)
    const { readable, refused } = readRows(list, (row) => checkShape(newUserRow, row).map(toNewUser))
    if (mode === 'all' && refused.length > 0) return err(rejected(refused.flatMap(({ issues }) => issues)))

    const canaries = yield* toCanaries(known, readable).mapErr(rejected)
    yield* keepsake.users
      .checkCanaries({
        list: canaries.map(({ user: { value } }) => value),
        canaries: canaries.map(({ password }, row) => ({ row, password })),
        ...(options && { options }),
      })
      .mapErr((failure) =>
        atFile(
          canaries.map(({ user }) => user),
          failure,
        ),
      )

    let report: UsersImport = { rows: list.length, created: [], refused, warnings: [] }
    let done = refused.length
    // An empty file is one empty batch, and is refused for that.
    const isOne = mode === 'all' || list.length === 0
    for (const batch of isOne ? [readable] : splitUsers(readable, options, settings)) {
      const outcome = await importBatch(batch, options, mode, keepsake)
      if (outcome.isErr()) {
        if (mode === 'all') return err(outcome.error)
        return ok({ ...report, stopped: outcome.error })
      }
      report = merge(report, outcome.value)
      await onCreated?.(outcome.value.created)
      done += batch.length
      onProgress(done, list.length)
    }
    return ok(report)
  })

const atFile = (rows: readonly FileRow<NewUser>[], failure: Failure): Failure =>
  failure.kind === 'rejected' ? rejected(atFileRows(rows, failure.issues)) : failure

const splitUsers = (
  rows: readonly FileRow<NewUser>[],
  options: CreateUsersOptions | undefined,
  { limits, passwords }: ImportOptions['settings'],
): readonly (readonly FileRow<NewUser>[])[] =>
  splitIntoBatches(rows, limits.rows, limits.rowsToHash, (user) => needsHashing(user, options, passwords))

/** Creates one batch, and reports it by the rows of the file. */
const importBatch = (
  batch: readonly FileRow<NewUser>[],
  options: CreateUsersOptions | undefined,
  mode: BatchMode,
  keepsake: TenantKeepsake,
): ResultAsync<CreateUsersReport, Failure> =>
  keepsake.users
    .create({
      list: batch.map(({ value }) => value),
      mode,
      ...(options === undefined ? {} : { options }),
    })
    .map(({ created, refused, warnings }) => ({
      created: created.map(({ row, account }) => ({ row: batch[row]?.row ?? row, account })),
      refused: refused.map(({ row, issues }) => ({
        row: batch[row]?.row ?? row,
        issues: atFileRows(batch, issues),
      })),
      warnings: atFileRows(batch, warnings),
    }))

const merge = (report: UsersImport, batch: CreateUsersReport): UsersImport => ({
  ...report,
  created: [...report.created, ...batch.created],
  refused: [...report.refused, ...batch.refused].toSorted((one, other) => one.row - other.row),
  warnings: [...report.warnings, ...batch.warnings],
})
