import type { Instant } from '../kernel/sources.ts'
import type { UserId } from '../user/user-id.ts'
import type { UserPoolId } from '../user/user-pool.ts'

/**
 * Who has changed a password. `activation`: a new user has set the first one; `reset`: whoever has the token of one;
 * `administrator`: chosen or generated for the user.
 */
export type PasswordChanger = 'user' | 'activation' | 'reset' | 'administrator'

/** What can happen to a user. */
export type Happening = { readonly userId: UserId } & (
  | { readonly type: 'user.created' }
  /** Something of the user's record is another: identifiers, profile, status, linked identities. */
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
 * Something that has happened to a user, for the service around the directory. It names the user and tells nothing else of
 * them: who may know more asks for it, and no address or name rests in somebody's log of requests.
 */
export type DomainEvent = {
  /** Stable: every attempt to send carries it, so that a receiver can tell a repeat from a new event. */
  readonly id: string
  /** When it happened; a repeat or a late one says the same. */
  readonly createdAt: Instant
  readonly pool: UserPoolId
} & Happening

export type DomainEventType = DomainEvent['type']

/** Every type of event; an object, so that one that is left out does not compile. */
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
