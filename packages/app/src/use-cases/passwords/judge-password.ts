import type { Issue, PlainPassword, Unavailable, User } from '@keepsake/domain'
import { checkPassword, decideBreached, ownIdentifiers, type PasswordAccount } from '@keepsake/domain/rules'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'

/** Lists every issue that the pool's policy has with a new password, including leaks. */
export const judgePassword = (
  plain: PlainPassword,
  account: PasswordAccount,
  context: Context,
): ResultAsync<readonly Issue[], Unavailable> =>
  safeTry(async function* () {
    const leaks = await context.ports.breachedPasswords.count(plain)
    const breached = yield* decideBreached(leaks, context.settings.passwords.policy)
    return ok([...findWeaknesses(plain, account, context), ...breached])
  })

/** Lists every issue that the pool's policy has with a password, as far as this process can check alone. */
export const findWeaknesses = (
  plain: PlainPassword,
  { identifiers, hasSecondFactor }: PasswordAccount,
  { ports, settings }: Context,
): readonly Issue[] => {
  const { policy, knownNames } = settings.passwords
  const account = { identifiers: [...identifiers, ...knownNames], hasSecondFactor }
  return checkPassword(plain, policy, account, { isCommon: ports.commonPasswords.has })
}

/** The facts about a user's account that a password is checked against. */
export const findPasswordAccount = (
  user: User,
  { storage }: Context,
): ResultAsync<PasswordAccount, Unavailable> =>
  storage.secondFactors.findByUserIds([user.id]).map((sets) => ({
    identifiers: ownIdentifiers(user),
    hasSecondFactor: sets.length > 0,
  }))
