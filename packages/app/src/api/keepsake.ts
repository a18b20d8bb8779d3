import { configurationError, configuredUnder, configurationIssue } from '@keepsake/domain'
import { makeContext, type Context } from '../context.ts'
import { checkPorts, everyPort, guardPorts } from '../guard/guard-ports.ts'
import type { KeepsakePorts } from '../ports.ts'
import { parsePoolSettings, type PoolSettingsInput } from '../settings.ts'
import type { Turns } from '../fair-queue/turns.ts'
import type { OnDamaged } from '../use-cases/shared/hide-damage.ts'
import { inTenant } from '../use-cases/tenant/tenant-context.ts'
import { openActivations, type Activations } from './activations.ts'
import { openAuthenticators, type AuthenticatorRoom } from './authenticators.ts'
import { doorsOf } from './door.ts'
import { openEvents, type Events } from './events.ts'
import { openIdentities, type Identities } from './identities.ts'
import { openMoves, type Moves } from './moves.ts'
import { openNotices, type Notices } from './notices.ts'
import { openPasswords, type Passwords } from './passwords.ts'
import { openSecrets, type Secrets } from './secrets.ts'
import { openSignIns, type SignIns } from './sign-ins.ts'
import { arrivals, openArrivals, type Arrival } from './turns.ts'
import { openUsernames, type Usernames } from './usernames.ts'
import { openUsers, type Users } from './users.ts'

/** The groups of verbs that are about users. */
export type UserRooms = {
  readonly users: Users
  readonly identities: Identities
  readonly passwords: Passwords
  readonly activations: Activations
  readonly authenticators: AuthenticatorRoom
}

/** The groups of verbs that an operator uses for the whole pool. */
export type PoolRooms = {
  readonly notices: Notices
  readonly events: Events
  readonly secrets: Secrets
  readonly usernames: Usernames
  readonly moves: Moves
}

/**
 * All verbs about the users of one tenant, or of the whole pool. An expected failure is a value in the result. A call with
 * the wrong type of input is also answered in the result: it is rejected, with code and path. A promise rejects only if
 * Keepsake has a bug.
 */
export type TenantKeepsake = SignIns & UserRooms

/** The users of one pool: everything an embedding service can ask of Keepsake. */
export type Keepsake = TenantKeepsake &
  PoolRooms & {
    /**
     * Gives the same verbs for the users of one tenant. They act as if all other users did not exist. A user that they
     * create belongs to the tenant. Throws a configuration error if the id is not text or is empty.
     */
    readonly inTenant: (of: { readonly tenantId: string }) => TenantKeepsake
    /** The turns of callers, for `turnsOf` of the kit. A symbol, so that it is copied with the verbs and is none of them. */
    readonly [arrivals]: Turns<Arrival>
  }

/** What an embedding service may listen to. */
export type KeepsakeListeners = {
  /**
   * Called if a user's record cannot be read at a sign-in or at a request to reset a password. It is meant for the
   * operator's log. The caller gets the same answer as for a user who does not exist.
   */
  readonly onDamaged?: OnDamaged
}

/**
 * Makes the API from its ports and the settings of one pool. Throws a configuration error that lists every port that is
 * missing and every setting that is not valid.
 */
export const createKeepsake = (
  ports: KeepsakePorts,
  settings: PoolSettingsInput,
  { onDamaged }: KeepsakeListeners = {},
): Keepsake => {
  const portIssues = checkPorts(ports, everyPort)
  const guarded = portIssues.length > 0 ? undefined : guardPorts(ports, everyPort)
  const complete = parsePoolSettings(settings, guarded?.phoneNumbers ?? anyCountryCode)
  if (complete.isErr() || guarded === undefined)
    throw configurationError([
      ...portIssues,
      ...(complete.isErr() ? configuredUnder(['settings'], complete.error) : []),
    ])
  const context = makeContext(guarded, complete.value, onDamaged === undefined ? {} : { onDamaged })
  return {
    ...openTenant(context),
    notices: openNotices(context),
    events: openEvents(context),
    secrets: openSecrets(context),
    usernames: openUsernames(context),
    moves: openMoves(context),
    [arrivals]: openArrivals(context),
    inTenant: ({ tenantId }) => {
      // Without a tenant, every user is visible: a caller who has lost the id must not get the whole pool.
      if (typeof tenantId !== 'string' || tenantId === '') throw configurationError([noTenant])
      return openTenant(inTenant(context, tenantId))
    },
  }
}

/**
 * Makes callers wait for their turn. Take one before a request is read, as `@keepsake/http` does. So a flood does not keep out
 * callers with a device token, or from networks that users have signed in from.
 */
export const turnsOf = (keepsake: Keepsake): Turns<Arrival> => keepsake[arrivals]

const anyCountryCode = { isCountryCode: () => true }

const noTenant = configurationIssue('tenant.id_missing', ['tenantId'], 'give the id of the tenant, a text')

const openTenant = (context: Context): TenantKeepsake => {
  const doors = doorsOf(context)
  return {
    ...openSignIns(context, doors),
    users: openUsers(context, doors),
    identities: openIdentities(context, doors),
    passwords: openPasswords(context, doors),
    activations: openActivations(context, doors),
    authenticators: openAuthenticators(context, doors),
  }
}
