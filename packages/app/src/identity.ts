import { makeContext } from './context.ts'
import { authenticatorVerbs, type AuthenticatorVerbs } from './facade/authenticators.ts'
import { outboxVerbs, type OutboxVerbs } from './facade/outboxes.ts'
import { passwordVerbs, type PasswordVerbs } from './facade/passwords.ts'
import { signInVerbs, type SignInVerbs } from './facade/sign-ins.ts'
import { userVerbs, type UserVerbs } from './facade/users.ts'
import { everyPort, guardPorts } from './guard/guard-ports.ts'
import type { IdentityPorts } from './ports.ts'
import { parsePoolSettings, type PoolSettingsInput } from './settings.ts'

/**
 * The users of one pool: everything an embedding service can ask of Keepsake. What can be expected to fail is a result,
 * and so is a call with something of another type than its verb takes: it is rejected, with code and path. A promise
 * rejects for a defect of ours alone.
 */
export type Identity = UserVerbs & SignInVerbs & PasswordVerbs & AuthenticatorVerbs & OutboxVerbs

/** Puts the facade together from its ports and one pool's settings. Throws where the settings make no sense. */
export const createIdentity = (ports: IdentityPorts, settings: PoolSettingsInput): Identity => {
  const complete = parsePoolSettings(settings)
  if (complete.isErr()) throw new TypeError(`Pool settings: ${complete.error}`)
  const context = makeContext(guardPorts(ports, everyPort), complete.value)
  return {
    ...userVerbs(context),
    ...signInVerbs(context),
    ...passwordVerbs(context),
    ...authenticatorVerbs(context),
    ...outboxVerbs(context),
  }
}
