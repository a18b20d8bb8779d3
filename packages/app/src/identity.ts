import { makeContext, type Context } from './context.ts'
import { authenticatorVerbs, type AuthenticatorVerbs } from './facade/authenticators.ts'
import { doorsOf, type GuardedVerbs } from './facade/door.ts'
import { outboxVerbs, type OutboxVerbs } from './facade/outboxes.ts'
import { passwordVerbs, type PasswordVerbs } from './facade/passwords.ts'
import { sealingVerbs, type SealingVerbs } from './facade/sealing.ts'
import { signInVerbs, type SignInVerbs } from './facade/sign-ins.ts'
import { usernameVerbs, type UsernameVerbs } from './facade/usernames.ts'
import { userVerbs, type UserVerbs } from './facade/users.ts'
import { everyPort, guardPorts } from './guard/guard-ports.ts'
import type { IdentityPorts } from './ports.ts'
import { parsePoolSettings, type PoolSettingsInput } from './settings.ts'
import type { OnDamaged } from './use-cases/hide-damage.ts'
import { inTenant } from './use-cases/tenant/tenant-context.ts'

/**
 * Everything that can be asked for the users of one tenant, or of the whole pool. What can be expected to fail is a result,
 * and so is a call with something of another type than its verb takes: it is rejected, with code and path. A promise
 * rejects for a defect of ours alone.
 */
export type TenantIdentity = UserVerbs & SignInVerbs & PasswordVerbs & AuthenticatorVerbs

/** Every verb: those of users, and what an operator looks after for the whole pool. */
export type IdentityVerbs = TenantIdentity & SealingVerbs & OutboxVerbs & UsernameVerbs

/** The users of one pool: everything an embedding service can ask of Keepsake. */
export type Identity = IdentityVerbs & {
  /**
   * The same verbs for the users of one tenant: all others are as if they were not there, and who is created belongs to
   * the tenant. Throws where the id is no text, or an empty one.
   */
  readonly inTenant: (tenantId: string) => TenantIdentity
}

/** What an embedding service may listen to. */
export type IdentityListeners = {
  /**
   * Told, for the operator's log, of a user whose record cannot be read and who was asked for by a stranger: at a sign-in or
   * a request to reset a password. The stranger is answered as if there were no such user.
   */
  readonly onDamaged?: OnDamaged
}

/** Puts the facade together from its ports and one pool's settings. Throws where the settings make no sense. */
export const createIdentity = (
  ports: IdentityPorts,
  settings: PoolSettingsInput,
  { onDamaged }: IdentityListeners = {},
): Identity => {
  const guarded = guardPorts(ports, everyPort)
  const complete = parsePoolSettings(settings, guarded.phoneNumbers)
  if (complete.isErr()) throw new TypeError(`Pool settings: ${complete.error}`)
  const context = makeContext(guarded, complete.value, onDamaged === undefined ? {} : { onDamaged })
  return {
    ...verbsOfUsers(context),
    ...sealingVerbs(context),
    ...outboxVerbs(context),
    ...usernameVerbs(context),
    inTenant: (tenantId) => {
      // Without one nobody would be left out: a caller who has lost the id must not be given the whole pool.
      if (typeof tenantId !== 'string' || tenantId === '') throw new TypeError('A tenant has an id')
      return verbsOfUsers(inTenant(context, tenantId))
    },
  }
}

const verbsOfUsers = (context: Context): GuardedVerbs<TenantIdentity> => {
  const doors = doorsOf(context)
  return {
    ...userVerbs(context, doors),
    ...signInVerbs(context, doors),
    ...passwordVerbs(context, doors),
    ...authenticatorVerbs(context, doors),
  }
}
