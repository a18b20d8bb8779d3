import assert from 'node:assert/strict'
import {
  userId,
  type StoredAuthenticator,
  type SecondFactor,
  type PoolStorage,
  type UserId,
} from '@keepsake/domain'
import { valueOf } from './case.ts'
import { anEntry, aSecondFactor, madeAt } from './records.ts'

/** The ids of this many new users. */
export const newUsers = async (pool: PoolStorage, howMany: number): Promise<readonly UserId[]> => {
  const entries = Array.from({ length: howMany }, () => anEntry())
  await valueOf(pool.users.insertAll(entries))
  return entries.map(({ user }) => user.id)
}

/** A new user with these records. */
export const enrolled = async (
  pool: PoolStorage,
  over: Partial<SecondFactor> = {},
): Promise<SecondFactor> => {
  const [user = userId('')] = await newUsers(pool, 1)
  const set = aSecondFactor(user, over)
  await valueOf(pool.secondFactors.writeAll([{ from: [], to: set }]))
  return set
}

/** The first element of a list that has one. */
export const first = <T>([found]: readonly T[]): T => found ?? assert.fail('an empty list')

/** What the storage keeps for the users of these sets. */
export const find = (pool: PoolStorage, ...sets: readonly SecondFactor[]): Promise<readonly SecondFactor[]> =>
  valueOf(pool.secondFactors.findByUserIds(sets.map((each) => each.userId)))

/** The key by which sets are told apart. */
export const userOf = (set: SecondFactor): string => set.userId

/** Every optional field of an authenticator, with a value other than the default. */
export const unusual: Partial<StoredAuthenticator> = {
  name: 'the phone of the office',
  algorithm: 'SHA512',
  digits: 8,
  period: 60,
  enrolledAt: madeAt + 1,
  provenAt: madeAt + 2,
  lastStep: 58_000_000,
}
