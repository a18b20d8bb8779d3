import {
  inside,
  issue,
  normalised,
  refuseAny,
  rejected,
  type Checked,
  type Failure,
  type PlainPassword,
  type Unavailable,
} from '@keepsake/domain'
import {
  decidePasswordIntent,
  inList,
  isRight,
  parsePlainPassword,
  refusedRows,
  spellings,
  type PasswordOptions,
} from '@keepsake/domain/rules'
import { err, ok, okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import type { UnreadUsers } from '../../input/users.ts'
import { eachRow } from '../shared/each-row.ts'
import { toAsync } from '../shared/maybe-async.ts'
import { verifyAny } from '../sign-in/check-password.ts'
import type { Canary, CreateUsers } from './command.ts'
import { readOptions } from './batch-options.ts'
import { openPassword } from './open-password.ts'
import { readRows } from './read-rows.ts'
import type { GivenRow, OpenPassword } from './row.ts'

/** The same for rows that are not checked yet. A row of the wrong shape rejects the call. */
export const checkCanaries = (batch: UnreadUsers, context: Context): ResultAsync<void, Failure> =>
  readRows(batch).andThen((rows) =>
    refuseAny(inList(refusedRows(rows))).asyncAndThen(() => checkCanariesOf(rows, batch, context)),
  )

/**
 * Checks that known passwords will sign in once their rows are written. A hash that was encoded differently than its format
 * says would pass every other check. Names each row whose password is not the known one.
 */
export const checkCanariesOf = (
  rows: readonly GivenRow[],
  { options = {}, canaries = [] }: Pick<CreateUsers, 'options' | 'canaries'>,
  context: Context,
): ResultAsync<void, Failure> =>
  readOptions(options, context)
    .mapErr(rejected)
    .asyncAndThen(({ passwords }) =>
      eachRow(canaries, (canary) => checkCanary(canary, rows, passwords, context)),
    )
    .andThen((checked) => refuseAny(checked.flatMap((each) => (each.isErr() ? each.error : []))))

const checkCanary = (
  { row, password }: Canary,
  rows: readonly GivenRow[],
  options: PasswordOptions,
  context: Context,
): ResultAsync<Checked<void>, Unavailable> => {
  // A row that does not exist has no password.
  const given: GivenRow = rows[row] ?? ok({})
  if (given.isErr()) return okAsync(inside(['list', row], err(given.error)))
  return toAsync(openPassword(decidePasswordIntent(given.value, options), context))
    .andThen((each) => (each.isOk() ? isBehind(password, each.value, context) : okAsync(false)))
    .map((isRight) =>
      inside(['list', row], isRight ? ok() : err([issue('password.canary_failed', ['password'])])),
    )
}

const isBehind = (
  text: string,
  opened: OpenPassword,
  context: Context,
): ResultAsync<boolean, Unavailable> => {
  const plain = parsePlainPassword(text)
  if (plain.isErr() || opened.kind === 'none' || opened.kind === 'activate') return okAsync(false)
  if (opened.kind === 'hash') return okAsync(isSame(plain.value, opened.plain))
  return verifyAny(spellings(plain.value), opened.hash, context.ports.passwordVerifier).map(isRight)
}

const isSame = (one: PlainPassword, other: PlainPassword): boolean => normalised(one) === normalised(other)
