import {
  inside,
  issue,
  rejected,
  under,
  type Credential,
  type Failure,
  type Issue,
  type PasswordHash,
  type PasswordChanger,
  type PlainPassword,
  type Unavailable,
} from '@keepsake/domain'
import { isRight, isSamePassword, lastHashes, spellings, usedBefore } from '@keepsake/domain/rules'
import { err, ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { toAccount, type Account } from '../users/account.ts'
import type { Context } from '../../context.ts'
import type { Caller } from '../shared/caller.ts'
import { verifyAny } from '../sign-in/check-password.ts'
import { networkOf } from '../sign-in/network-of.ts'
import { findPasswordAccount, judgePassword } from './judge-password.ts'
import { parseNewPassword } from './new-password.ts'
import type { Redeemed } from './password-token.ts'
import { putPassword } from './put-password.ts'

/** A user who may change the password, and the present password, if there is one. */
export type PasswordProof = Pick<Redeemed, 'user' | 'present'>

/** The new password, the proof that lets the user choose it (a sign-in or a token), and the caller. */
export type PasswordChoice = Caller & {
  readonly newPassword: string
  readonly by: Exclude<PasswordChanger, 'administrator'>
}

/** The password that was stored, and its user. */
export type ChosenPassword = { readonly account: Account; readonly credential: Credential }

/**
 * Replaces the present password by the one that the user has chosen. All issues are listed under `newPassword`. `overtaken`:
 * the present password was changed meanwhile and is kept, or the user was deleted. A stronger hash of the same password,
 * made at a sign-in, is not a change.
 */
export const choosePassword = (
  { user, present }: PasswordProof,
  { newPassword, by, ip, signal }: PasswordChoice,
  context: Context,
): ResultAsync<ChosenPassword | 'overtaken', Failure> =>
  safeTry(async function* () {
    const plain = yield* inside(['newPassword'], parseNewPassword(newPassword, context)).mapErr(rejected)
    const account = yield* findPasswordAccount(user, context)
    const weaknesses = yield* judgePassword(plain, account, context)
    const asker = { lane: networkOf(ip) ?? user.id, signal }
    const hash = yield* context.changes.enter(asker, () => hashNew(plain, weaknesses, present, context))
    const isStillPresent = (found: Credential | undefined): boolean => isSamePassword(found, present)
    const next = { userId: user.id, hash, mustChange: false, by, notices: [] }
    const outcome = yield* putPassword(next, isStillPresent, context)
    return ok(
      typeof outcome === 'string'
        ? ('overtaken' as const)
        : { account: toAccount(user, outcome), credential: outcome },
    )
  })

/** Hashes a password, if it has no issues. */
const hashNew = (
  plain: PlainPassword,
  weaknesses: readonly Issue[],
  present: Credential | undefined,
  context: Context,
): ResultAsync<PasswordHash, Failure> =>
  safeTry(async function* () {
    const repeats = present === undefined ? [] : yield* findRepeats(plain, present, context)
    const issues = [...weaknesses, ...repeats]
    if (issues.length > 0) return err(rejected(under(['newPassword'], issues)))
    return context.ports.passwordHasher.hash(plain, 'sign-in')
  })

/** The issue if a password is the present one, or one of the last passwords that the policy remembers. */
const findRepeats = (
  plain: PlainPassword,
  present: Credential,
  context: Context,
): ResultAsync<readonly Issue[], Unavailable> => {
  const { policy } = context.settings.passwords
  return isBehindAny(plain, [present.hash], context).andThen((unchanged) =>
    unchanged
      ? okAsync([issue('password.unchanged')])
      : isBehindAny(plain, lastHashes(present, policy).slice(1), context).map((used) =>
          used ? [usedBefore(policy)] : [],
        ),
  )
}

/** Checks one hash after the other: each needs its turn at the processor anyway. */
const isBehindAny = (
  plain: PlainPassword,
  [hash, ...others]: readonly PasswordHash[],
  context: Context,
): ResultAsync<boolean, Unavailable> =>
  hash === undefined
    ? okAsync(false)
    : verifyAny(spellings(plain), hash, context.ports.passwordVerifier).andThen((verdict) =>
        isRight(verdict) ? okAsync(true) : isBehindAny(plain, others, context),
      )
