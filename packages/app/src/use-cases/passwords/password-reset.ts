import {
  inside,
  rejected,
  under,
  type Failure,
  type Notice,
  type PlainPassword,
  type Unavailable,
  type User,
} from '@keepsake/domain'
import { checkChooser, earnGeneratedNotice, generatePassword } from '@keepsake/domain/rules'
import { err, ok, safeTry, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { makeNotice } from '../shared/make-notice.ts'
import { sealNotice } from '../shared/seal-notice.ts'
import { findPasswordAccount, judgePassword } from './judge-password.ts'
import { parseNewPassword } from './new-password.ts'
import type { PasswordTransport } from './password-transport.ts'
import type { NewPassword } from './put-password.ts'

/**
 * A new password from an administrator. `generated`: only the user sees it, in a notice. `administrator`: the administrator
 * chooses it, if the pool allows this. It must be changed at the next sign-in, unless `mustChange` is false.
 */
export type PasswordReset = { readonly mustChange?: boolean } & (
  | { readonly by: 'generated' }
  | (PasswordTransport & { readonly by: 'administrator'; readonly newPassword: string })
)

/** A password without issues, and the notices that send it. */
export type FreshPassword = { readonly plain: PlainPassword; readonly notices: readonly Notice[] }

/**
 * Generates the password, or reads the given one, which is already decrypted, and checks it for the given user. It writes
 * and hashes nothing.
 */
export const openReset = (
  reset: PasswordReset,
  user: User,
  context: Context,
): ResultAsync<FreshPassword, Failure> =>
  reset.by === 'generated'
    ? generate(user, context)
    : readChosen(reset.newPassword, user, context).map((plain) => ({ plain, notices: [] }))

/** Hashes the password, so that it can be stored. */
export const hashReset = (
  { mustChange = true }: PasswordReset,
  { plain, notices }: FreshPassword,
  user: User,
  context: Context,
): ResultAsync<NewPassword, Unavailable> =>
  context.changes
    .enter({ lane: 'administrators' }, () => context.ports.passwordHasher.hash(plain, 'sign-in'))
    .map((hash) => ({ userId: user.id, hash, mustChange, by: 'administrator', notices }))

const generate = (user: User, context: Context): ResultAsync<FreshPassword, Failure> =>
  safeTry(async function* () {
    const earned = yield* earnGeneratedNotice(user, context.settings).mapErr(rejected)
    const plain = generatePassword(context.ports.system.randomBytes, context.settings.passwords.policy)
    const notice = yield* sealNotice(makeNotice(earned, user.id, context), plain, context)
    return ok({ plain, notices: [notice] })
  })

const readChosen = (text: string, user: User, context: Context): ResultAsync<PlainPassword, Failure> =>
  safeTry(async function* () {
    const place = ['newPassword']
    yield* inside(place, checkChooser('administrator', context.settings.passwords)).mapErr(rejected)
    const plain = yield* inside(place, parseNewPassword(text, context)).mapErr(rejected)
    const issues = yield* judgePassword(plain, yield* findPasswordAccount(user, context), context)
    return issues.length === 0 ? ok(plain) : err(rejected(under(place, issues)))
  })
