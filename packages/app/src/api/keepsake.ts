import { makeContext, type Context } from '../context.ts'
import { everyPort, guardPorts } from '../guard/guard-ports.ts'
import type { KeepsakePorts } from '../ports.ts'
import { parsePoolSettings, type PoolSettingsInput } from '../settings.ts'
import type { OnDamaged } from '../use-cases/hide-damage.ts'
import { inTenant } from '../use-cases/tenant/tenant-context.ts'
import { openActivations, type Activations } from './activations.ts'
import { openAuthenticators, type AuthenticatorRoom } from './authenticators.ts'
import { doorsOf } from './door.ts'
import { openEvents, type Events } from './events.ts'
import { openIdentities, type Identities } from './identities.ts'
import { openNotices, type Notices } from './notices.ts'
import { openPasswords, type Passwords } from './passwords.ts'
import { openSecrets, type Secrets } from './secrets.ts'
import { openSignIns, type SignIns } from './sign-ins.ts'
import { openUsernames, type Usernames } from './usernames.ts'
import { openUsers, type Users } from './users.ts'

/** The rooms that are about users. */
export type UserRooms = {
  readonly users: Users
  readonly identities: Identities
  readonly passwords: Passwords
  readonly activations: Activations
  readonly authenticators: AuthenticatorRoom
}

/** The rooms that an operator looks after, for the whole pool. */
export type PoolRooms = {
  readonly notices: Notices
  readonly events: Events
  readonly secrets: Secrets
  readonly usernames: Usernames
}

/**
 * Everything that can be asked about the users of one tenant, or of the whole pool. What can be expected to fail is a result,
 * and so is a call with something of another type than its verb takes: it is rejected, with code and path. A promise
 * rejects for a defect of ours alone.
 */
export type TenantKeepsake = SignIns & UserRooms

/** The users of one pool: everything an embedding service can ask of Keepsake. */
export type Keepsake = TenantKeepsake &
  PoolRooms & {
    /**
     * The same verbs for the users of one tenant: all others are as if they were not there, and a user who is created
     * belongs to the tenant. Throws where the id is no text, or an empty one.
     */
    readonly inTenant: (tenantId: string) => TenantKeepsake
  }

/** What an embedding service may listen to. */
export type KeepsakeListeners = {
  /**
   * Told, for the operator's log, of a user whose record cannot be read and who was asked for by a stranger: at a sign-in or
   * a request to reset a password. The stranger is answered as if there were no such user.
   */
  readonly onDamaged?: OnDamaged
}

/** Puts the API together from its ports and one pool's settings. Throws where the settings make no sense. */
export const createKeepsake = (
  ports: KeepsakePorts,
  settings: PoolSettingsInput,
  { onDamaged }: KeepsakeListeners = {},
): Keepsake => {
  const guarded = guardPorts(ports, everyPort)
  const complete = parsePoolSettings(settings, guarded.phoneNumbers)
  if (complete.isErr()) throw new TypeError(`Pool settings: ${complete.error}`)
  const context = makeContext(guarded, complete.value, onDamaged === undefined ? {} : { onDamaged })
  return {
    ...openTenant(context),
    notices: openNotices(context),
    events: openEvents(context),
    secrets: openSecrets(context),
    usernames: openUsernames(context),
    inTenant: (tenantId) => {
      // Without one nobody would be left out: a caller who has lost the id must not be given the whole pool.
      if (typeof tenantId !== 'string' || tenantId === '') throw new TypeError('A tenant has an id')
      return openTenant(inTenant(context, tenantId))
    },
  }
}

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
