import {
  checkPassword,
  decideBreached,
  ownIdentifiers,
  type Issue,
  type PasswordAccount,
  type PlainPassword,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'

/** Every issue that the pool's policy has with a new password, leaks included. */
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

/** Every issue that the pool's policy has with a password, as far as this process can tell by itself. */
export const findWeaknesses = (
  plain: PlainPassword,
  { identifiers, hasSecondFactor }: PasswordAccount,
  { ports, settings }: Context,
): readonly Issue[] => {
  const { policy, knownNames } = settings.passwords
  const account = { identifiers: [...identifiers, ...knownNames], hasSecondFactor }
  return checkPassword(plain, policy, account, { isCommon: ports.commonPasswords.has })
}

/** What of a user's account a password is judged by. */
export const findPasswordAccount = (
  user: User,
  { storage }: Context,
): ResultAsync<PasswordAccount, Unavailable> =>
  storage.otps.findByUserIds([user.id]).map((sets) => ({
    identifiers: ownIdentifiers(user),
    hasSecondFactor: sets.length > 0,
  }))
