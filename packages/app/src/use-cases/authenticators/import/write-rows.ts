import type { Instant, SecondFactor, SecondFactorsOvertaken, Unavailable, UserId } from '@keepsake/domain'
import { changeOfImport, codesUsedElsewhere, isChanged, type ImportedChange } from '@keepsake/domain/rules'
import { errAsync, ok, okAsync, ResultAsync, safeTry } from 'neverthrow'
import type { Context } from '../../../context.ts'
import { codeFingerprintOf } from '../sealed-secret.ts'
import { clearAttempts } from '../../shared/clear-attempts.ts'
import { securityNotices } from '../../shared/security-notices.ts'
import { writeEvents } from '../../shared/write-events.ts'
import type { UserStores } from '../../tenant/user-stores.ts'
import type { ReadyRow, WrittenRows } from './row.ts'

/**
 * Writes all rows in one transaction, with their notices and events. `overtaken`: the second factor of a user has changed
 * since the decision, and nothing was written.
 */
export const writeRows = (
  rows: readonly ReadyRow[],
  now: Instant,
  context: Context,
): ResultAsync<WrittenRows | 'overtaken', Unavailable> =>
  context.storage
    .atomically((stores) => writeAll(rows, now, stores, context))
    .map((written): WrittenRows | 'overtaken' => written)
    .orElse((failure) => (failure.kind === 'unavailable' ? errAsync(failure) : okAsync('overtaken' as const)))

const writeAll = (
  rows: readonly ReadyRow[],
  now: Instant,
  stores: UserStores,
  context: Context,
): ResultAsync<WrittenRows, SecondFactorsOvertaken | Unavailable> =>
  safeTry(async function* () {
    const changes = changesOf(rows, yield* findPresent(rows, stores))
    yield* stores.secondFactors.writeAll(changes.map(({ change }) => change))
    yield* writeEvents(
      changes.map(({ event }) => event),
      stores,
      context,
    )
    yield* notifyUsers(rows, now, stores, context)
    yield* inAll(rows.map((row) => useUp(row, now, stores, context)))
    yield* inAll(rows.map((row) => forgetAttempts(row, stores)))
    // Inside the transaction, another call that imports the same secret at the same time is noticed.
    const owners = yield* stores.secondFactors.findOwners(rows.map(({ otp }) => otp.fingerprint))
    return ok({ written: rows, owners })
  })

/** Reads the users' present second factors: somebody may have signed in since the decision. */
const findPresent = (
  rows: readonly ReadyRow[],
  { secondFactors }: UserStores,
): ResultAsync<ReadonlyMap<UserId, SecondFactor>, Unavailable> =>
  secondFactors
    .findByUserIds(rows.filter(({ present }) => present !== undefined).map(({ userId }) => userId))
    .map((sets) => new Map(sets.map((set) => [set.userId, set])))

const changesOf = (
  rows: readonly ReadyRow[],
  present: ReadonlyMap<UserId, SecondFactor>,
): readonly ImportedChange[] =>
  rows.flatMap(({ userId, what, present: decidedOn, imported }) => {
    const nothing = { userId, authenticators: [], recoveryCodes: [] }
    const change = changeOfImport(what, decidedOn, present.get(userId) ?? nothing, imported)
    return change === undefined ? [] : [change]
  })

/** Writes notices to the users whose second factor has changed, if the pool's settings say so. */
const notifyUsers = (
  rows: readonly ReadyRow[],
  now: Instant,
  { outbox }: UserStores,
  context: Context,
): ResultAsync<void, Unavailable> => {
  if (!context.settings.notices.otpImported) return okAsync()
  const changed = rows.filter(({ what }) => isChanged(what))
  return outbox.addAll(changed.flatMap(({ user }) => securityNotices('otp-imported', user, now, context)))
}

/** Uses up the code that proved the secret, and the recovery codes that were used elsewhere. */
const useUp = (
  { userId, otp, match }: ReadyRow,
  now: Instant,
  { secondFactors }: UserStores,
  context: Context,
): ResultAsync<void, Unavailable> =>
  inAll([
    ...(match.authenticator === undefined || otp.provenStep === undefined
      ? []
      : [secondFactors.acceptStep(userId, match.authenticator.id, otp.provenStep, now)]),
    ...codesUsedElsewhere(otp.recoveryCodes, match).map(({ codeId, usedAt, given }) => {
      const fingerprint = 'hash' in given ? undefined : codeFingerprintOf(userId, given.code, context)
      return secondFactors.useRecoveryCode(userId, codeId, usedAt, fingerprint)
    }),
  ])

/** Wrong codes were meant for an authenticator that no longer exists. */
const forgetAttempts = ({ userId, what }: ReadyRow, stores: UserStores): ResultAsync<void, Unavailable> =>
  what === 'replace' ? clearAttempts('second-factor', userId, stores) : okAsync()

const inAll = (works: readonly ResultAsync<unknown, Unavailable>[]): ResultAsync<void, Unavailable> =>
  ResultAsync.combine([...works]).map(() => undefined)
