/** Sessions as signed tokens (JWT), by jose: a request costs no look-up, and events say which tokens are over. */
import type { Account } from '@keepsake/app'
import type { DomainEvent, EventSender } from '@keepsake/domain'
import { jwtVerify, SignJWT } from 'jose'
import { okAsync } from 'neverthrow'

/** Who a token is for, and when the user signed in, in seconds. */
export type TokenUser = { readonly userId: string; readonly signedInAt: number }

/** The tokens of a service. */
export type TokenSessions = {
  readonly issue: (account: Account) => Promise<string>
  /** Answers the user of a token that is ours, has not expired and was not ended. */
  readonly verify: (token: string) => Promise<TokenUser | undefined>
  /** Takes the events of Keepsake. Give it as `eventSender`, set `events: true`, and run `relayEvents`. */
  readonly eventSender: EventSender
}

/** As long as a token lives. In a service of several processes, one that was ended may be accepted as long elsewhere. */
const lifetimeSeconds = 15 * 60

/** Opens tokens under a key of 32 random bytes. `issuer` is the address of the service. */
export const openTokenSessions = (key: Uint8Array, issuer: string, clock: () => number): TokenSessions => {
  /** By user: tokens that were issued until then are over, in seconds. */
  const ended = new Map<string, number>()
  const now = (): number => Math.floor(clock() / 1000)
  return {
    issue: ({ user }) =>
      new SignJWT({ auth_time: now() })
        .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt' })
        .setIssuer(issuer)
        .setAudience(issuer)
        .setSubject(user.id)
        .setIssuedAt(now())
        .setExpirationTime(now() + lifetimeSeconds)
        .sign(key),
    verify: async (token) => {
      const options = { issuer, audience: issuer, algorithms: ['HS256'], typ: 'at+jwt' }
      const verified = await jwtVerify(token, key, { ...options, currentDate: new Date(clock()) }).catch(
        () => undefined,
      )
      const { sub, iat = 0, auth_time: signedInAt } = verified?.payload ?? {}
      if (sub === undefined || typeof signedInAt !== 'number') return undefined
      return iat <= (ended.get(sub) ?? -Infinity) ? undefined : { userId: sub, signedInAt }
    },
    eventSender: {
      send: (event) => {
        if (endsSessions(event)) ended.set(event.userId, Math.floor(event.createdAt / 1000))
        // Older tokens have expired by themselves.
        for (const [userId, at] of ended) if (at < now() - 2 * lifetimeSeconds) ended.delete(userId)
        return okAsync()
      },
    },
  }
}

/** `user.updated` may be another status: a suspended user is signed in nowhere. */
const endsSessions = ({ type }: DomainEvent): boolean =>
  ['user.deleted', 'user.updated', 'password.changed', 'otp.removed'].includes(type)
