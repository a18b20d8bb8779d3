import {
  decidePasswordIntent,
  inside,
  issue,
  normalised,
  parsePlainPassword,
  rejected,
  spellings,
  type Checked,
  type Failure,
  type PasswordOptions,
  type PlainPassword,
  type Unavailable,
} from '@keepsake/domain'
import { err, ok, okAsync, ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { refuseAny } from '../batch.ts'
import { verifyAny } from '../sign-in/check-password.ts'
import type { Canary, CreateUsers } from './command.ts'
import { readOptions } from './draft-batch.ts'
import { later, type Soon } from '../soon.ts'
import { openPassword, type OpenPassword } from './open-password.ts'

/**
 * Checks that known passwords will sign in once their rows are written: a hash that was encoded otherwise than its
 * format says would pass every other check. Names each row whose password is not the one that is known.
 */
export const checkCanaries = (
  { list, options = {}, canaries = [] }: Pick<CreateUsers, 'list' | 'options' | 'canaries'>,
  context: Context,
): ResultAsync<void, Failure> =>
  readOptions(options, context)
    .mapErr(rejected)
    .asyncAndThen(({ passwords }) =>
      ResultAsync.combine(canaries.map((canary) => checkCanary(canary, list, passwords, context))),
    )
    .andThen((checked) => refuseAny(checked.flatMap((each) => (each.isErr() ? each.error : []))))

const checkCanary = (
  { row, password }: Canary,
  list: CreateUsers['list'],
  options: PasswordOptions,
  context: Context,
): ResultAsync<Checked<void>, Unavailable> => {
  const given = list[row]
  const opened: Soon<Checked<OpenPassword>> =
    given === undefined
      ? ok({ kind: 'none', warnings: [] })
      : openPassword(decidePasswordIntent(given, options), context)
  return later(opened)
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
  return verifyAny(spellings(plain.value), opened.hash, context.ports.passwordVerifier).map(
    (verdict) => verdict === 'right' || verdict === 'outdated',
  )
}

const isSame = (one: PlainPassword, other: PlainPassword): boolean => normalised(one) === normalised(other)
