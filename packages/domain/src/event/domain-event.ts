import type { Instant } from '../kernel/system.ts'
import type { UserId } from '../user/user-id.ts'
import type { UserPoolId } from '../user/user-pool.ts'

/**
 * Who has changed a password. `activation`: a new user has set the first one. `reset`: somebody has used the token of a
 * reset. `administrator`: the password was chosen or generated for the user.
 */
export type PasswordChanger = 'user' | 'activation' | 'reset' | 'administrator'

/** What can happen to a user. */
export type Happening = { readonly userId: UserId } & (
  | { readonly type: 'user.created' }
  /** Something in the user's record has changed: identifiers, profile, status or linked identities. */
  | { readonly type: 'user.updated' }
  | { readonly type: 'user.deleted' }
  | { readonly type: 'password.changed'; readonly by: PasswordChanger }
  /** `authenticators`: how many the user has now. */
  | { readonly type: 'otp.imported'; readonly authenticators: number }
  | { readonly type: 'otp.enrolled'; readonly authenticators: number }
  | { readonly type: 'otp.removed'; readonly authenticators: number }
  /** `left`: how many the user has now. */
  | { readonly type: 'recovery_code.used'; readonly left: number }
)

/**
 * Something that has happened to a user, for the services around the pool. It names the user and says nothing else
 * about them. A receiver that may know more asks for it. So no address or name ends up in a log of requests.
 */
export type DomainEvent = {
  /** Stable: every attempt to send carries it, so that a receiver can tell a repeat from a new event. */
  readonly id: string
  /** When it happened. A repeated or late event has the same value. */
  readonly createdAt: Instant
  readonly pool: UserPoolId
} & Happening

export type DomainEventType = DomainEvent['type']

/** Every type of event. It is an object, so that a missing type does not compile. */
export const eventTypes: Readonly<Record<DomainEventType, true>> = {
  'user.created': true,
  'user.updated': true,
  'user.deleted': true,
  'password.changed': true,
  'otp.imported': true,
  'otp.enrolled': true,
  'otp.removed': true,
  'recovery_code.used': true,
}
