import { addCounts, type MoveCounts } from '@keepsake/domain'
import type { RefusedRow } from '@keepsake/domain/rules'
import type { OpenPassword } from '../create-users/row.ts'
import { countName, tally } from './count-names.ts'
import { otpsOf } from './decide-known.ts'
import type { KnownRow, NewRow } from './judged.ts'
import type { Judging } from './judging.ts'
import type { SourceRow } from './read-row.ts'
import type { SortedRows } from './sort-rows.ts'

/** The rows of a chunk, sorted by what becomes of them. */
export type CountedRows = Pick<SortedRows, 'unchanged' | 'erased'> & {
  readonly rows: readonly SourceRow[]
  readonly created: readonly NewRow[]
  readonly known: readonly KnownRow[]
  readonly refused: readonly RefusedRow[]
}

/** What becomes of the rows of a chunk, counted by name. */
export const countRows = (counted: CountedRows, judging: Judging): MoveCounts => {
  const { rows, created, known, refused, unchanged, erased } = counted
  const changed = known.filter(isChanged)
  return [
    tally([
      ...created.map(() => 'new'),
      ...changed.map(() => 'changed'),
      ...[...unchanged, ...known.filter((row) => !isChanged(row))].map(() => 'unchanged'),
      ...erased.map(() => 'erased'),
      ...refused.map(() => 'refused'),
      ...known.filter(({ matched }) => matched).map(() => 'matched'),
    ]),
    tally(created.flatMap(({ accepted }) => newWith(accepted.password, otpsOf(accepted).length > 0))),
    tally(changed.flatMap(changedFields)),
    tally(known.flatMap(keptFields)),
    tally([
      ...created.flatMap(({ accepted }) => hashNames(accepted.password, judging)),
      ...known.flatMap(({ password }) => (password === undefined ? [] : hashNames(password, judging))),
    ]),
    tally(refused.flatMap(({ issues }) => [...new Set(issues.map(({ code }) => countName('issue', code)))])),
    tally(rows.flatMap(lostNames)),
  ].reduce(addCounts, {})
}

/** Whether a move writes anything for a known user. */
export const isChanged = ({ next, password, factors }: KnownRow): boolean =>
  next !== undefined || password !== undefined || factors.length > 0

const newWith = (password: OpenPassword, hasOtp: boolean): readonly string[] => [
  ...(password.kind === 'hash' || password.kind === 'keep' ? [countName('new', 'password')] : []),
  ...(hasOtp ? [countName('new', 'authenticator')] : []),
]

const changedFields = ({ taken, password, factors }: KnownRow): readonly string[] =>
  [
    ...taken,
    ...(password === undefined ? [] : ['password']),
    ...(factors.length === 0 ? [] : ['authenticator']),
  ].map((field) => countName('changed', field))

const keptFields = ({ kept, passwordVerdict }: KnownRow): readonly string[] => [
  ...kept.map((field) => countName('kept', field)),
  ...(passwordVerdict === 'keep-ours' ? [countName('kept', 'password')] : []),
  ...(passwordVerdict === 'keep-newer' ? [countName('older', 'password')] : []),
]

/** A hash by its format, its cost, and how strong it is. */
const hashNames = (password: OpenPassword, { context }: Judging): readonly string[] => {
  if (password.kind !== 'keep')
    return password.kind === 'hash' ? [countName('hash', 'clear text', '', '')] : []
  const { format, cost } = password.hash
  const strength = context.ports.passwordVerifier.describe(password.hash)?.strength ?? 'unknown'
  return [countName('hash', format, cost, strength)]
}

const lostNames = ({ lost }: SourceRow): readonly string[] => [
  ...new Set(lost.map(({ path, reason, kind = '' }) => countName('lost', path.join('.'), reason, kind))),
]
