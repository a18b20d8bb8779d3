import {
  anyEmail,
  parseEmail,
  rejected,
  userId,
  type Credential,
  type Failure,
  type Rejected,
  type UniqueKey,
  type Unavailable,
  type User,
  type UserId,
  type Username,
} from '@keepsake/domain'
import {
  identityKey,
  identifierKeysOf,
  parseExternalId,
  parsePhone,
  parseUsername,
  usernameKey,
} from '@keepsake/domain/rules'
import { err, ok, okAsync, type Result, ResultAsync } from 'neverthrow'
import { toAccount, type Account } from './account.ts'
import type { Context } from '../../context.ts'
import { hideDamage } from '../shared/hide-damage.ts'

/** How to find a user: by one identifier, in any spelling. `login` is what a person types to sign in. */
export type UserLookup =
  | { readonly login: string }
  | { readonly email: string }
  | { readonly phone: string; readonly phoneCountryCode?: string }
  | { readonly username: string }
  | { readonly externalId: string }
  | { readonly identity: { readonly extIdpId: string; readonly type: string; readonly userIdInIdp: string } }

/** Finds the user of an id, with the facts about the password. */
export const getUser = (id: string, context: Context): ResultAsync<Account | undefined, Unavailable> =>
  context.storage.users.findByIds([userId(id)]).andThen(([user]) => withPassword(user, context))

/** Finds the user of an identifier or a login, with the facts about the password. */
export const findUser = (by: UserLookup, context: Context): ResultAsync<Account | undefined, Failure> =>
  searchFor(by, context).asyncAndThen(({ keys, fits }) =>
    findByFirstKey(keys, context)
      .map((user) => (user !== undefined && fits(user) ? user : undefined))
      .andThen((user) => withPassword(user, context)),
  )

/**
 * Finds the user of a login that a stranger has typed. It looks up all readings of the login, even after one has found a
 * user. A user whose record cannot be read counts as not found.
 */
export const findByLogin = (login: string, context: Context): ResultAsync<User | undefined, Unavailable> =>
  ResultAsync.combine(
    identifierKeysOf(login, context.identifierContext).map((key) =>
      hideDamage(context.storage.users.findByKey(key), context),
    ),
  ).map((users) => users.find((user) => user !== undefined))

/** Finds the stored password of a user, if there is one. */
export const findCredential = (
  id: UserId,
  { storage }: { readonly storage: Pick<Context['storage'], 'credentials'> },
): ResultAsync<Credential | undefined, Unavailable> =>
  storage.credentials.findByUserIds([id]).map(([credential]) => credential)

/** The same for a stranger: a password that cannot be read counts as absent. */
export const findCredentialOfLogin = (
  id: UserId,
  context: Context,
): ResultAsync<Credential | undefined, Unavailable> => hideDamage(findCredential(id, context), context)

const withPassword = (
  user: User | undefined,
  context: Context,
): ResultAsync<Account | undefined, Unavailable> =>
  user === undefined
    ? okAsync(undefined)
    : findCredential(user.id, context).map((credential) => toAccount(user, credential))

const findByFirstKey = (
  [key, ...others]: readonly UniqueKey[],
  context: Context,
): ResultAsync<User | undefined, Unavailable> =>
  key === undefined
    ? okAsync(undefined)
    : context.storage.users
        .findByKey(key)
        .andThen((user) => (user === undefined ? findByFirstKey(others, context) : okAsync(user)))

/** Email, phone and username share their keys, so the user found must have the identifier that was asked for. */
type Search = { readonly keys: readonly UniqueKey[]; readonly fits: (user: User) => boolean }

const nothing: Search = { keys: [], fits: () => false }

const searchFor = (by: UserLookup, context: Context): Result<Search, Rejected> => {
  if ('login' in by)
    return ok({ keys: identifierKeysOf(by.login, context.identifierContext), fits: () => true })
  if ('identity' in by) return ok({ keys: [identityKey(by.identity)], fits: () => true })
  if ('phone' in by) return searchForPhone(by, context)
  if ('externalId' in by)
    return parseExternalId(by.externalId)
      .map((key): Search => ({ keys: [{ namespace: 'external', key }], fits: () => true }))
      .orElse(() => ok(nothing))
  if ('email' in by)
    return parseEmail(by.email, anyEmail)
      .map(({ canonical }) => byLogin(canonical, (user) => user.email?.canonical))
      .orElse(() => ok(nothing))
  const keyOf = (username: Username): string => usernameKey(username, context.identifierContext.usernames)
  return parseUsername(by.username)
    .map((username) => byLogin(keyOf(username), (user) => user.username && keyOf(user.username)))
    .orElse(() => ok(nothing))
}

/**
 * Text that is not a phone number finds no user. A number without its country code could belong to a user, so it is refused.
 */
const searchForPhone = (
  by: Extract<UserLookup, { readonly phone: string }>,
  { identifierContext: { phones, phoneCountryCode } }: Context,
): Result<Search, Rejected> =>
  parsePhone(by.phone, by.phoneCountryCode ?? phoneCountryCode, phones)
    .map(({ e164 }) => byLogin(e164, (user) => user.phone?.e164))
    .orElse((issues) =>
      issues.some(({ code }) => code === 'user.phone_country_code_missing')
        ? err(rejected(issues.map((each) => ({ ...each, path: ['phone'] }))))
        : ok(nothing),
    )

const byLogin = (key: string, identifierOf: (user: User) => string | undefined): Search => ({
  keys: [{ namespace: 'login', key }],
  fits: (user) => identifierOf(user) === key,
})
