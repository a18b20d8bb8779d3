import {
  findSharedSecrets,
  issue,
  rejected,
  suggestsWrongKey,
  under,
  type Failure,
  type Issue,
  type OtpHolder,
  type RowSecret,
  refuseAny,
} from '@keepsake/domain'
import { err, ok, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount } from '../users/account.ts'
import { hashesAtOnce, type Context } from '../../context.ts'
import { inList, placed, type RefusedRow } from '../shared/batch.ts'
import { fewAtOnce } from '../shared/few-at-once.ts'
import { inSlices } from '../shared/in-slices.ts'
import { allOf } from '../shared/maybe-async.ts'
import { checkCanariesOf } from './check-canaries.ts'
import type { UnreadUsers } from '../../input/users.ts'
import type { CreateUsersReport } from './command.ts'
import { checkHashingWork, checkRowsToHash, checkSize, draftRows, readOptions } from './draft-batch.ts'
import { judgeBatch, type AcceptedRow } from './judge-batch.ts'
import { readRows } from './read-rows.ts'
import { makeRecords, type RowRecords } from './make-records.ts'
import { fingerprintsOf, writeBatch } from './write-batch.ts'

/**
 * Creates a batch of users with their passwords, linked identities and authenticators. It first reads and checks the whole
 * batch. Only then it spends work on hashing. It writes the batch in one transaction, together with the notices.
 */
export const createUsers = (
  command: UnreadUsers,
  context: Context,
): ResultAsync<CreateUsersReport, Failure> =>
  safeTry(async function* () {
    const mode = command.mode ?? 'all'
    const { limits } = context.settings
    const rowsToHash = Math.min(limits.rowsToHash, command.rowsToHash ?? limits.rowsToHash)
    yield* refuseAny(checkSize(command.list, limits))
    const given = yield* readRows(command)
    if (command.canaries !== undefined) yield* checkCanariesOf(given, command, context)
    const options = readOptions(command.options ?? {}, context)
    const rows = yield* draftRows(given, options, context)
    yield* refuseAny(checkHashingWork(rows, { rowsToHash }))

    const judged = yield* judgeBatch(rows, options.unwrapOr(undefined), mode, context)
    const accepted = judged.flatMap((each) => ('accepted' in each ? [each.accepted] : []))
    const refused = judged.flatMap((each) => ('issues' in each ? [each] : []))
    if (options.isErr()) return err(rejected([...options.error, ...inList(refused)]))
    if (mode === 'all') yield* refuseAny(inList(refused))
    yield* refuseAny(checkKey(refused))
    yield* refuseAny(checkRowsToHash(accepted.filter(isToHash).length, { rowsToHash }))

    const now = context.ports.sources.clock()
    const plan = options.value.notices
    const limited = fewAtOnce(hashesAtOnce)
    const records = yield* inSlices(accepted, (row) => makeRecords(row, plan, now, limited, context)).andThen(
      (soon) => allOf(soon),
    )
    const { written, refused: late, holders } = yield* writeBatch(records, mode, context)
    if (mode === 'all') yield* refuseAny(inList(late))

    return ok({
      created: written.map(({ row, user, credential }) => ({ row, account: toAccount(user, credential) })),
      refused: [...refused, ...late].toSorted((one, other) => one.row - other.row).map(placed),
      warnings: warningsOf(accepted, written, holders),
    })
  })

/** A wrapped hash is hashed too. Which rows have one is known only after they are read. */
const isToHash = ({ password }: AcceptedRow): boolean =>
  password.kind === 'hash' || (password.kind === 'keep' && password.wrap)

/**
 * A wrong key may decrypt some rows to garbage by chance. In mode `each`, these rows would be written with passwords that
 * nobody knows. So the batch is refused if too many rows cannot be decrypted.
 */
const checkKey = (refused: readonly RefusedRow[]): readonly Issue[] => {
  const undecryptable = refused
    .map(({ row, issues }) => ({
      row,
      issues: issues.filter(({ code }) => code === 'password.undecryptable'),
    }))
    .filter(({ issues }) => issues.length > 0)
  return suggestsWrongKey(undecryptable.length)
    ? [issue('password.wrong_key', ['list'], { rows: undecryptable.length }), ...inList(undecryptable)]
    : []
}

const warningsOf = (
  accepted: readonly AcceptedRow[],
  written: readonly RowRecords[],
  holders: readonly OtpHolder[],
): readonly Issue[] => {
  const records = new Map(written.map((each) => [each.row, each]))
  const shared = findSharedSecrets(written.flatMap(secretsOf), holders)
  return accepted.flatMap(({ row, otp, password, warnings }) => {
    const record = records.get(row)
    if (record === undefined) return []
    const unsent = password.kind === 'hash' && password.generated && record.notices.length === 0
    const ofPassword = password.kind === 'hash' || password.kind === 'none' ? password.warnings : []
    const sharedSecret = shared.get(row)
    return under(
      ['list', row],
      [
        ...warnings,
        ...under(['otp'], otp?.warnings ?? []),
        ...under(['otp', 'secret'], sharedSecret === undefined ? [] : [sharedSecret]),
        ...under(['password'], ofPassword),
        ...(unsent ? [issue('password.generated_and_not_sent', ['password'])] : []),
      ],
    )
  })
}

const secretsOf = ({ row, user, otps }: RowRecords): readonly RowSecret[] =>
  otps === undefined ? [] : fingerprintsOf(otps).map((fingerprint) => ({ row, userId: user.id, fingerprint }))
