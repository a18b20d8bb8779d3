import type { Instant } from '../kernel/system.ts'
import { goodUntil, isTokenInForce, type TokenField } from '../secret/sealed-fields.ts'
import { isReachedAt } from '../user/reachable.ts'
import { maySignIn } from '../user/user-status.ts'
import type { User } from '../user/user.ts'
import type { Credential } from './credential.ts'

/**
 * What a token is for: a sign-in that demands a change, a reset, a first password (both sent in a notice), or a sign-in
 * that still needs a code.
 */
export type PasswordTokenKind = Exclude<TokenField, 'otp_enrolment'>

/** What a token says about the password of its user. */
export type PasswordTokenContent = {
  /** The token is good before this time. */
  readonly until: Instant
  /** When the password was set that the token belongs to. `null`: the user had none. */
  readonly setAt: Instant | null
  /** The address that the token was sent to. */
  readonly sentTo?: string | undefined
  /** Whether the sign-in that the token completes demands a new password. */
  readonly mustChange?: boolean | undefined
}

/** Makes the content of a token that belongs to this password. */
export const makePasswordToken = (
  kind: PasswordTokenKind,
  present: Credential | undefined,
  now: Instant,
  more: Pick<PasswordTokenContent, 'sentTo' | 'mustChange'> = {},
): PasswordTokenContent => ({ until: goodUntil(kind, now), setAt: present?.setAt ?? null, ...more })

/** Whether a token is good at this time, whatever has become of its user. */
export const isPasswordTokenInForce = (
  kind: PasswordTokenKind,
  { until }: PasswordTokenContent,
  now: Instant,
): boolean => isTokenInForce(kind, until, now)

/**
 * Whether a token still belongs to its user: the user may sign in, and the password is the one that the token was made
 * for. If the user has another address now than the token was sent to, another person may read mail at the old one.
 */
export const isPasswordTokenOf = (
  { setAt, sentTo }: PasswordTokenContent,
  user: User,
  present: Credential | undefined,
): boolean =>
  maySignIn(user) && (sentTo === undefined || isReachedAt(sentTo, user)) && setAt === (present?.setAt ?? null)
