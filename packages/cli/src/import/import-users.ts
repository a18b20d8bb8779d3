import {
  rejected,
  type CreateUsersOptions,
  type Failure,
  type Issue,
  type NewUser,
  type PoolSettings,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import type { BatchMode, CreateUsersReport, TenantKeepsake } from '@keepsake/app'
import {
  atFileRows,
  batchesOf,
  needsHashing,
  refusedAtFileRows,
  wholeBatch,
  type RowBatch,
} from './batches.ts'
import { toCanaries, type KnownPassword } from './canaries.ts'
import { warnedRows, type BatchReport, type ImportEnd } from './file-report.ts'
import type { Survey } from './survey.ts'
import { type FileRow, type RowStream, byRowNumber, placeOf } from './rows.ts'

/** A file that was gone through once, and can be read again. */
export type SurveyedFile<T> = { readonly rows: () => RowStream<T>; readonly survey: Survey<T> }

/** How to import a file, and which listener to call. */
export type ImportOptions = {
  readonly mode: BatchMode
  readonly settings: Pick<PoolSettings, 'limits' | 'passwords'>
  /**
   * Called after every written batch, before the next one begins, with the number of rows that are behind. If you store
   * what it gets, no user's id is lost.
   */
  readonly onBatch: (report: BatchReport, done: number) => Promise<void>
}

/** The same for users. */
export type UserImportOptions = ImportOptions & {
  readonly options: CreateUsersOptions
  /** All of them must be right before the first batch is written. */
  readonly known: readonly KnownPassword[]
}

/**
 * Imports the users of a file. In mode `all` they are one batch. In mode `each` there are as many batches as the pool's
 * limits require. Each batch is completely written before the next one is read.
 */
export const importUsers = async (
  { rows, survey }: SurveyedFile<NewUser>,
  keepsake: TenantKeepsake,
  { mode, settings: { limits, passwords }, options, known, onBatch }: UserImportOptions,
): Promise<Result<ImportEnd, Failure>> => {
  const right = await checkKnown(known, survey.wanted, options, keepsake)
  if (right.isErr()) return err(right.error)
  // A file without rows is one empty batch, and is refused for that.
  if (mode === 'all' || survey.count === 0) {
    const whole = await wholeBatch(rows(), limits.rows)
    if (whole.isErr()) return ok({ stopped: whole.error })
    const { refused } = whole.value
    if (mode === 'all' && refused.length > 0) return err(rejected(refused.flatMap(({ issues }) => issues)))
    const report = await createBatch(whole.value, mode, options, keepsake)
    if (report.isErr()) return mode === 'all' ? err(report.error) : ok({ stopped: report.error })
    await onBatch(report.value, survey.count)
    return ok({})
  }
  const sizes = {
    size: limits.rows,
    heavySize: limits.rowsToHash,
    isHeavy: (user: NewUser) => needsHashing(user, options, passwords),
  }
  let done = 0
  for await (const batch of batchesOf(rows(), sizes)) {
    if (batch.isErr()) return ok({ stopped: batch.error })
    const report = await createBatch(batch.value, mode, options, keepsake)
    if (report.isErr()) return ok({ stopped: report.error })
    done += batch.value.rows.length + batch.value.refused.length
    await onBatch(report.value, done)
  }
  return ok({})
}

const checkKnown = async (
  known: readonly KnownPassword[],
  rows: readonly FileRow<NewUser>[],
  options: CreateUsersOptions,
  keepsake: TenantKeepsake,
): Promise<Result<unknown, Failure>> => {
  const canaries = toCanaries(known, rows)
  if (canaries.isErr()) return err(rejected(canaries.error))
  const users = canaries.value.map(({ user }) => user)
  const checked = await keepsake.users.checkCanaries({
    list: users.map(({ value }) => value),
    canaries: canaries.value.map(({ password }, row) => ({ row, password })),
    options,
  })
  return checked.mapErr((failure) =>
    failure.kind === 'rejected' ? rejected(atFileRows(users, failure.issues)) : failure,
  )
}

/** Creates the users of one batch, and reports it by the rows of the file. */
const createBatch = async (
  { rows, refused }: RowBatch<NewUser>,
  mode: BatchMode,
  options: CreateUsersOptions,
  keepsake: TenantKeepsake,
): Promise<Result<BatchReport, Failure>> => {
  if (rows.length === 0 && refused.length > 0) return ok({ counts: {}, created: [], refused, warned: [] })
  const created = await keepsake.users.create({ list: rows.map(({ value }) => value), mode, options })
  if (created.isErr()) {
    const failure = created.error
    return err(
      failure.kind === 'rejected' && mode === 'all' ? rejected(atFileRows(rows, failure.issues)) : failure,
    )
  }
  const report = created.value
  return (await addFurther(report.created, rows, keepsake)).map((further) => ({
    counts: { created: report.created.length },
    created: report.created.map(({ row, account }) => ({
      ...placeOf(rows[row] ?? { row }),
      userId: account.user.id,
    })),
    refused: [...refused, ...refusedAtFileRows(rows, report.refused)].toSorted(byRowNumber),
    warned: warnedRows(
      [
        ...report.created.flatMap(({ row }) => rows[row]?.warnings ?? []),
        ...atFileRows(rows, report.warnings),
        ...further,
      ],
      rows,
    ),
  }))
}

/** Adds the further authenticators of created users, one of each user at a time. What is refused is warned of. */
const addFurther = async (
  created: CreateUsersReport['created'],
  rows: readonly FileRow<NewUser>[],
  keepsake: TenantKeepsake,
): Promise<Result<readonly Issue[], Failure>> => {
  const issues: Issue[] = []
  const most = Math.max(0, ...created.map(({ row }) => rows[row]?.further?.length ?? 0))
  for (let turn = 0; turn < most; turn += 1) {
    const list = created.flatMap(({ row, account }) => {
      const otp = rows[row]?.further?.[turn]
      return otp === undefined ? [] : [{ row, item: { userId: account.user.id, otp } }]
    })
    const added = await keepsake.authenticators.import({
      list: list.map(({ item }) => item),
      mode: 'each',
      existing: 'add',
    })
    if (added.isErr()) return err(added.error)
    const owners = list.flatMap(({ row }) => rows[row] ?? [])
    const refused = added.value.refused.flatMap((each) => each.issues)
    issues.push(...atFileRows(owners, [...refused, ...added.value.warnings]))
  }
  return ok(issues)
}
