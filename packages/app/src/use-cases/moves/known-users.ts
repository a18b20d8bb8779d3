import type { Unavailable, UserId } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'
import type { UserStores } from '../tenant/user-stores.ts'
import type { Before } from './judged.ts'

/** Reads everything that users have, by their ids. */
export const findBefore = (
  ids: readonly UserId[],
  { users, credentials, secondFactors }: Pick<UserStores, 'users' | 'credentials' | 'secondFactors'>,
): ResultAsync<ReadonlyMap<UserId, Before>, Unavailable> => {
  const each = [...new Set(ids)]
  return ResultAsync.combine([
    users.findByIds(each),
    credentials.findByUserIds(each),
    secondFactors.findByUserIds(each),
  ]).map(([found, passwords, factors]) => {
    const credentialOf = new Map(passwords.map((password) => [password.userId, password]))
    const factorOf = new Map(factors.map((factor) => [factor.userId, factor]))
    return new Map(
      found.map((user) => [
        user.id,
        { user, credential: credentialOf.get(user.id), secondFactor: factorOf.get(user.id) },
      ]),
    )
  })
}
