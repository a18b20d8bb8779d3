import {
  nextOtpSet,
  otpIds,
  type Instant,
  type OtpChange,
  type OtpHolder,
  type OtpSet,
  type OtpsOvertaken,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import type { Context } from '../../../context.ts'
import { codeFingerprintOf } from '../sealed-secret.ts'
import { securityNotices } from '../../notices/security-notices.ts'
import type { UserStores } from '../../tenant/user-stores.ts'
import { writeEvents } from '../../events/write-events.ts'
import type { Decision } from './decide-rows.ts'

/** A decided row with its second factor, ready to be stored. */
export type RowToWrite = Decision & { readonly brought: OtpSet }

/** The users who have the secrets of the rows, after the write. */
export type RowsWritten = { readonly holders: readonly OtpHolder[] }

/**
 * Writes all rows in one transaction, with their notices and events. `overtaken`: the second factor of a user has changed
 * since the decision, and nothing was written.
 */
export const writeRows = (
  rows: readonly RowToWrite[],
  now: Instant,
  context: Context,
): ResultAsync<RowsWritten | 'overtaken', Unavailable> =>
  context.storage
    .atomically((stores) =>
      findPresent(rows, stores)
        .andThen((present) => writeChanges(rows, present, stores, context))
        .andThen(() => tellUsers(rows, now, stores, context))
        .andThen(() => inAll(rows.map((row) => takeMemory(row, now, stores, context))))
        .andThen(() => inAll(rows.map((row) => forgetAttempts(row, stores))))
        // Inside the transaction, another call that imports the same secret at the same time is noticed.
        .andThen(() => stores.otps.findHolders(rows.map(({ otp }) => otp.fingerprint))),
    )
    .map((holders): RowsWritten | 'overtaken' => ({ holders }))
    .orElse((failure) => (failure.kind === 'unavailable' ? errAsync(failure) : okAsync('overtaken' as const)))

/** Reads the users' present second factors: somebody may have signed in since the decision. */
const findPresent = (
  rows: readonly RowToWrite[],
  { otps }: UserStores,
): ResultAsync<ReadonlyMap<UserId, OtpSet>, Unavailable> =>
  otps
    .findByUserIds(rows.filter(({ present }) => present !== undefined).map(({ userId }) => userId))
    .map((sets) => new Map(sets.map((set) => [set.userId, set])))

const writeChanges = (
  rows: readonly RowToWrite[],
  present: ReadonlyMap<UserId, OtpSet>,
  stores: UserStores,
  context: Context,
): ResultAsync<void, OtpsOvertaken | Unavailable> => {
  const changes = rows.flatMap((row) => toChange(row, present.get(row.userId)))
  const happenings = changes.map(({ to: { userId, authenticators } }) => ({
    type: 'otp.imported' as const,
    userId,
    authenticators: authenticators.length,
  }))
  return stores.otps.writeAll(changes).andThen(() => writeEvents(happenings, stores, context))
}

/** Writes notices to the users whose second factor has changed, if the pool's settings say so. */
const tellUsers = (
  rows: readonly RowToWrite[],
  now: Instant,
  { outbox }: UserStores,
  context: Context,
): ResultAsync<void, Unavailable> => {
  if (!context.settings.notices.otpImported) return okAsync()
  const changed = rows.filter(({ what }) => what !== 'unchanged')
  return outbox.addAll(changed.flatMap(({ user }) => securityNotices('otp-imported', user, now, context)))
}

const toChange = (
  { userId, what, present: decided, brought }: RowToWrite,
  present: OtpSet = { userId, authenticators: [], recoveryCodes: [] },
): readonly OtpChange[] =>
  what === 'unchanged'
    ? []
    : [{ from: decided === undefined ? [] : otpIds(decided), to: nextOtpSet(what, present, brought) }]

/**
 * Adds the row's knowledge to what the user keeps: the code that proved the secret is used up, and so are codes that were
 * used elsewhere.
 */
const takeMemory = (
  { userId, otp, match }: RowToWrite,
  now: Instant,
  { otps }: UserStores,
  context: Context,
): ResultAsync<void, Unavailable> =>
  inAll([
    ...(match.authenticator === undefined || otp.provenStep === undefined
      ? []
      : [otps.acceptStep(userId, match.authenticator.id, otp.provenStep, now)]),
    ...otp.recoveryCodes.flatMap((given, index) => {
      const kept = match.recoveryCodes[index]
      if (kept === undefined || given.usedAt === undefined) return []
      const fingerprint = 'hash' in given ? undefined : codeFingerprintOf(userId, given.code, context)
      return [otps.useRecoveryCode(userId, kept.id, given.usedAt, fingerprint)]
    }),
  ])

/** Wrong codes were meant for an authenticator that no longer exists. */
const forgetAttempts = (
  { userId, what }: RowToWrite,
  { attempts }: UserStores,
): ResultAsync<void, Unavailable> =>
  what === 'replace'
    ? inAll([attempts.clear('otp', userId), attempts.clear('recovery-code', userId)])
    : okAsync()

const inAll = (works: readonly ResultAsync<unknown, Unavailable>[]): ResultAsync<void, Unavailable> =>
  ResultAsync.combine([...works]).map(() => undefined)
