import {
  endOfStep,
  secondFactorIds,
  type SecondFactorWrite,
  type SecondFactor,
  type SecondFactorsOvertaken,
  type SecondFactorStore,
  type UserId,
} from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { sameIds } from '../same-ids.ts'
import type { Session } from '../storage-over.ts'
import { rememberCodes, rememberLater, usesOf } from './factor-uses.ts'
import { putSecondFactors } from './put-second-factors.ts'
import { isOfTenant, recordsAmong } from './records.ts'
import type { Tables } from './tables.ts'
import { acceptStep, reseal, useRecoveryCode } from './use-second-factors.ts'

/** The authenticators and recovery codes of a pool in memory. */
export const memorySecondFactors = (session: Session<Tables>): SecondFactorStore => ({
  writeAll: (changes) => session.write((tables) => writeAll(tables, changes)),
  findByUserIds: (ids) => session.read(({ secondFactors }) => recordsAmong(secondFactors, ids)),
  findOwners: (fingerprints) =>
    session.read(({ fingerprintOwners }) =>
      [...new Set(fingerprints)].flatMap((fingerprint) =>
        (fingerprintOwners.get(fingerprint) ?? []).map((userId) => ({ fingerprint, userId })),
      ),
    ),
  list: (after, limit, tenantId) => session.read((tables) => list(tables, after, limit, tenantId)),
  acceptStep: (...step) => session.write((tables) => ok(acceptStep(tables, ...step))),
  useRecoveryCode: (...code) => session.write((tables) => ok(useRecoveryCode(tables, ...code))),
  reseal: (...secret) => session.write((tables) => ok(reseal(tables, ...secret))),
})

/**
 * Continues after the first change that is overtaken, so that every one is named; nothing stays of a change with an
 * error.
 */
const writeAll = (
  tables: Tables,
  changes: readonly SecondFactorWrite[],
): Result<void, SecondFactorsOvertaken> => {
  const overtaken = changes.filter((change) => !write(tables, change)).map(({ to }) => to.userId)
  return overtaken.length === 0
    ? ok()
    : err({ kind: 'second-factors-overtaken', userIds: [...new Set(overtaken)] })
}

const write = (tables: Tables, { from, to }: SecondFactorWrite): boolean => {
  const present = tables.secondFactors.get(to.userId)
  if (!sameIds(from, present === undefined ? [] : secondFactorIds(present))) return false
  if (to.authenticators.length > 0 && tables.users.get(to.userId) === undefined) return false
  putSecondFactors(tables, settled(tables, to))
  for (const { fingerprint, lastStep, period } of to.authenticators)
    if (lastStep > 0) rememberLater(tables, to.userId, fingerprint, endOfStep(lastStep, period))
  return true
}

/**
 * The set as it is to be stored: a recovery code that was used has its time of use. Codes that have one already are
 * remembered.
 */
const settled = (tables: Tables, set: SecondFactor): SecondFactor => {
  rememberCodes(
    tables,
    set.userId,
    set.recoveryCodes.flatMap(({ fingerprint, usedAt }) =>
      usedAt === undefined ? [] : [[fingerprint, usedAt] as const],
    ),
  )
  const { codes } = usesOf(tables, set.userId)
  const recoveryCodes = set.recoveryCodes.map((each) => {
    const usedAt = each.usedAt ?? codes.get(each.fingerprint)
    return usedAt === undefined ? each : { ...each, usedAt }
  })
  return { ...set, recoveryCodes }
}

const list = (
  tables: Tables,
  after: UserId | undefined,
  limit: number,
  tenantId: string | undefined,
): readonly SecondFactor[] =>
  [...tables.secondFactors.entries()]
    .filter(([id]) => (after === undefined || id > after) && isOfTenant(tables, id, tenantId))
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .slice(0, limit)
    .map(([, set]) => set)
