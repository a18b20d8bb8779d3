import {
  gather,
  inside,
  issue,
  userId,
  type BatchMode,
  type Checked,
  type SecondFactor,
  type Unavailable,
  type User,
  type UserId,
} from '@keepsake/domain'
import { decideImport, earlierRows, type ExistingAuthenticator } from '@keepsake/domain/rules'
import { err, ok, ResultAsync, safeTry } from 'neverthrow'
import type { Context } from '../../../context.ts'
import { draftGivenAuthenticator } from '../given-authenticator.ts'
import { noMatch } from '../make-second-factor.ts'
import { eachRow } from '../../shared/each-row.ts'
import { andThen, type MaybeAsync } from '../../shared/maybe-async.ts'
import { findSound } from '../../shared/sound-records.ts'
import type { AuthenticatorToImport } from './command.ts'
import { matchAuthenticator } from './match-authenticator.ts'
import type { DecidedRow, GivenRow } from './row.ts'

/** Decides every row, or lists all its issues. Paths are relative to the row. */
export const decideRows = (
  rows: readonly GivenRow[],
  existing: ExistingAuthenticator,
  mode: BatchMode,
  context: Context,
): ResultAsync<readonly Checked<DecidedRow>[], Unavailable> =>
  safeTry(async function* () {
    const people = yield* findPeople(rows, context)
    const decided = yield* eachRow(rows, (given, row) => decideRow(given, row, people, existing, context))
    return ok(refuseRepeated(rows, decided, mode))
  })

/** What is stored about the users of an import. */
type People = {
  readonly users: ReadonlyMap<string, User>
  readonly sets: ReadonlyMap<string, SecondFactor>
  /** The users whose records cannot be read. */
  readonly lost: ReadonlySet<string>
}

const findPeople = (
  rows: readonly GivenRow[],
  { storage: { users, secondFactors } }: Context,
): ResultAsync<People, Unavailable> => {
  const ids = rows.flatMap((row) => (row.isOk() ? [userId(row.value.userId)] : []))
  return ResultAsync.combine([
    findSound(ids, (some) => users.findByIds(some)),
    findSound(ids, (some) => secondFactors.findByUserIds(some)),
  ]).map(([found, sets]) => ({
    users: new Map(found.sound.map((user) => [user.id, user])),
    sets: new Map(sets.sound.map((set) => [set.userId, set])),
    lost: new Set([...found.damaged, ...sets.damaged].map((each) => each.userId)),
  }))
}

const decideRow = (
  given: GivenRow,
  row: number,
  people: People,
  existing: ExistingAuthenticator,
  context: Context,
): MaybeAsync<Checked<DecidedRow>> => {
  if (given.isErr()) return err(given.error)
  const id = userId(given.value.userId)
  const checked = gather(
    inside(['otp'], draftGivenAuthenticator(given.value.otp, context)),
    findKnown(id, people),
  )
  if (checked.isErr()) return err(checked.error)
  const [otp, user] = checked.value
  const present = people.sets.get(id)
  const matched = present === undefined ? noMatch : matchAuthenticator(otp, present, context)
  const nameField = nameFieldOf(given.value)
  return andThen(matched, (match) =>
    inside(['otp'], decideImport(otp, present, match, existing)).map((what): DecidedRow => ({
      row,
      userId: id,
      user,
      otp,
      what,
      present,
      match,
      nameField,
    })),
  )
}

/** A name that is not given comes from the URI in the secret. */
const nameFieldOf = ({ otp }: AuthenticatorToImport): DecidedRow['nameField'] =>
  otp.name === undefined ? 'secret' : 'name'

const findKnown = (id: UserId, { users, lost }: People): Checked<User> => {
  if (lost.has(id)) return err([issue('user.damaged', ['userId'], { userId: id })])
  const user = users.get(id)
  return user === undefined ? err([issue('otp.user_unknown', ['userId'])]) : ok(user)
}

/** If several rows are for one user, the first one counts. In mode `each`, a row that is already refused does not count. */
const refuseRepeated = (
  rows: readonly GivenRow[],
  decided: readonly Checked<DecidedRow>[],
  mode: BatchMode,
): readonly Checked<DecidedRow>[] => {
  const ids = rows.map((row) => (row.isOk() ? row.value.userId : undefined))
  const earlier = earlierRows(ids, (row) => mode === 'all' || decided[row]?.isOk() === true)
  return decided.map((each, row) => {
    const first = earlier.get(row)
    if (first === undefined) return each
    const repeated = issue('otp.user_repeated', ['userId'], { row: first })
    return err([...(each.isErr() ? each.error : []), repeated])
  })
}
