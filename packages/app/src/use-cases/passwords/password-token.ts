import {
  conceal,
  isInForce,
  isReachedAt,
  userId,
  within,
  type Credential,
  type Secret,
  type Unavailable,
  type User,
  type UserId,
} from '@keepsake/domain'
import { ok, safeTry, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { sealPlace, type Context } from '../../context.ts'
import { findCredential } from '../find-user.ts'
import { openToken } from '../open-token.ts'

/**
 * What a token was given for: at a sign-in that demands a change, by a notice to who has forgotten the password or never
 * had one, or at a sign-in that still needs a code.
 */
export type PasswordTokenKind = 'password_ticket' | 'password_reset' | 'account_activation' | 'sign_in_ticket'

const lifetimeMs: Readonly<Record<PasswordTokenKind, number>> = {
  // Time to think of a password, and little enough for one who finds a browser left alone.
  password_ticket: 10 * 60_000,
  // A mail may take its time; OWASP's Forgot Password Cheat Sheet asks for a short one all the same.
  password_reset: 60 * 60_000,
  // Nobody has asked for this mail: its reader may be away for days, and the mail itself late by more than one.
  account_activation: 7 * 24 * 60 * 60_000,
  // As long as the contract's own; a code is read off an app, and a recovery code may have to be looked for.
  sign_in_ticket: 6 * 60_000,
}

/**
 * `setAt` names the password that the token stands for: with that one changed, by whomever, it is good for nothing.
 * `sentTo`: the address that it was sent to; once the user has another one, whoever reads mail there is somebody else.
 * `mustChange`: that password was found to be one that must be changed.
 */
const content = z.strictObject({
  until: z.number(),
  setAt: z.number().nullable(),
  sentTo: z.string().optional(),
  mustChange: z.boolean().optional(),
})

/** A user's id and an envelope, in which a key management service's key may be some kilobytes long. */
const maxToken = 8192

/** The user of a token, and the password as it stands, if there is one. */
export type Redeemed = {
  readonly user: User
  readonly present: Credential | undefined
  readonly mustChange: boolean
}

/** Writes a token for the bearer of this password: `<user id>.<sealed content>`. */
export const issuePasswordToken = (
  kind: PasswordTokenKind,
  user: UserId,
  present: Credential | undefined,
  context: Context,
  more: { readonly sentTo?: string; readonly mustChange?: boolean } = {},
): ResultAsync<Secret<string>, Unavailable> => {
  const until = context.ports.sources.clock() + lifetimeMs[kind]
  return context.ports.secretBox
    .seal(
      conceal(JSON.stringify({ until, setAt: present?.setAt ?? null, ...more })),
      sealPlace(context, user, { field: kind }),
    )
    .map((text) => conceal(`${user}.${text}`))
}

/**
 * Reads a token. Nothing for one that is forged, expired, issued in the future, used, of another kind or sent to an address
 * that the user has no more, and for a user who may not sign in.
 */
export const redeemPasswordToken = (
  kind: PasswordTokenKind,
  token: string,
  context: Context,
): ResultAsync<Redeemed | undefined, Unavailable> =>
  safeTry(async function* () {
    const text = within(token, maxToken) ?? ''
    const dot = text.indexOf('.')
    const id = userId(text.slice(0, Math.max(dot, 0)))
    // First, so that a forged token finds nothing out about an account, not even by the time it takes.
    const place = sealPlace(context, id, { field: kind })
    const opened = yield* openToken(content, text.slice(dot + 1), place, context)
    const now = context.ports.sources.clock()
    if (opened === undefined || !isInForce(opened.until, now, lifetimeMs[kind])) return ok(undefined)
    const [user] = yield* context.storage.users.findByIds([id])
    if (user?.status !== 'Activated' || !isSentTo(user, opened.sentTo)) return ok(undefined)
    const present = yield* findCredential(id, context)
    return ok(
      opened.setAt === (present?.setAt ?? null)
        ? { user, present, mustChange: opened.mustChange === true }
        : undefined,
    )
  })

const isSentTo = (user: User, address: string | undefined): boolean =>
  address === undefined || isReachedAt(address, user)
