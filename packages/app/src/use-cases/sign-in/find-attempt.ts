import { userId, type Unavailable, type User } from '@keepsake/domain'
import { identifierKeysOf, type PasswordAttempt } from '@keepsake/domain/rules'
import { okAsync, ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { findByLogin } from '../users/find-user.ts'
import { storedDigest } from '../secrets/stored-digest.ts'
import { findDevice, openDeviceToken, type DeviceToken } from './device-token.ts'
import type { Credentials } from './outcome.ts'
import { networkOf } from './network-of.ts'
import { standingsOf } from './standings.ts'

/** An attempt, and the user of its login, if there is one. */
export type FoundAttempt = PasswordAttempt & { readonly user: User | undefined }

/** Finds whose sign-in this is, and what it counts for. What the caller shows may give it turns of its own. */
export const findAttempt = (
  { login, ip, deviceToken, signal }: Credentials,
  context: Context,
): ResultAsync<FoundAttempt, Unavailable> => {
  const network = networkOf(ip)
  const token = openDeviceToken(deviceToken, context)
  const asker = {
    lane: network ?? '',
    standings: standingsOf({ owner: token?.account, network }, context),
    signal,
  }
  return context.lookups.enter(asker, () =>
    findByLogin(login, context).andThen((user) =>
      findTraces(accountOf(user, login, context), network, token, context).map((attempt) => ({
        ...attempt,
        user,
      })),
    ),
  )
}

/** Finds what suggests that an attempt is the user's own: its device and its network. */
const findTraces = (
  account: string,
  network: string | undefined,
  token: DeviceToken | undefined,
  context: Context,
): ResultAsync<PasswordAttempt, Unavailable> =>
  ResultAsync.combine([
    findDevice(token, account, context),
    network === undefined
      ? okAsync<boolean, Unavailable>(false)
      : context.storage.knownNetworks.isKnown(userId(account), network, context.ports.system.clock()),
  ]).map(([device, isKnown]) => {
    if (isKnown && network !== undefined) context.seenNetworks.note(account, network)
    return { account, network, isKnown, device }
  })

/** The part of an unknown login that distinguishes it from others. No identifier is longer. */
const maxLogin = 1024

/**
 * The account that attempts on a login count for: the user's id, or a substitute if the login has no user. A substitute is
 * handled like any other account. It has the same length for every login, is the same for every spelling, and contains no
 * text of the caller.
 */
export const accountOf = (
  user: User | undefined,
  login: string,
  context: Pick<Context, 'identifierContext' | 'digestKey'>,
): string => {
  // Always made: if this step were skipped for some callers, the time would show it.
  const [key] = identifierKeysOf(login, context.identifierContext)
  const nobody = `nobody ${storedDigest('login', key?.key ?? login.slice(0, maxLogin), context)}`
  return user?.id ?? nobody
}
