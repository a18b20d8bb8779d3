import {
  conceal,
  goodForMs,
  isInForce,
  isReachedAt,
  userId,
  within,
  type Credential,
  type Secret,
  type TokenField,
  type Unavailable,
  type User,
  type UserId,
} from '@keepsake/domain'
import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { sealPlace, type Context } from '../../context.ts'
import { findCredential } from '../users/find-user.ts'
import { openToken } from '../shared/open-token.ts'

/**
 * What a token is for: a sign-in that demands a change, a reset, a first password (both sent in a notice), or a sign-in that
 * still needs a code.
 */
export type PasswordTokenKind = Exclude<TokenField, 'otp_enrolment'>

/**
 * `setAt` names the password that the token belongs to. If that password changes in any way, the token is invalid. `sentTo`:
 * the address that it was sent to. If the user has another address now, another person may read mail at the old one.
 * `mustChange`: the password must be changed.
 */
const content = z.strictObject({
  until: z.number(),
  setAt: z.number().nullable(),
  sentTo: z.string().optional(),
  mustChange: z.boolean().optional(),
})

/** A user's id and an envelope. An envelope under a key of a key management service may be some kilobytes long. */
const maxToken = 8192

/** The user of a token, and the present password, if there is one. */
export type Redeemed = {
  readonly user: User
  readonly present: Credential | undefined
  readonly mustChange: boolean
}

/** Makes a token that belongs to this password: `<user id>.<sealed content>`. */
export const issuePasswordToken = (
  kind: PasswordTokenKind,
  user: UserId,
  present: Credential | undefined,
  context: Context,
  more: { readonly sentTo?: string; readonly mustChange?: boolean } = {},
): ResultAsync<Secret<string>, Unavailable> => {
  const until = context.ports.sources.clock() + goodForMs[kind]
  return context.ports.secretBox
    .seal(
      conceal(JSON.stringify({ until, setAt: present?.setAt ?? null, ...more })),
      sealPlace(context, user, { field: kind }),
    )
    .map((text) => conceal(`${user}.${text}`))
}

/**
 * Reads a token. `undefined` if it is forged, expired, issued in the future, used, of another kind, or sent to an address
 * that the user no longer has. Also `undefined` if the user may not sign in.
 */
export const redeemPasswordToken = (
  kind: PasswordTokenKind,
  token: string,
  context: Context,
): ResultAsync<Redeemed | undefined, Unavailable> =>
  safeTry(async function* () {
    const { id, text } = split(token)
    // This comes first, so that a forged token reveals nothing about an account, not even by the time it takes.
    const place = sealPlace(context, id, { field: kind })
    const opened = yield* openToken(content, text, place, context)
    const now = context.ports.sources.clock()
    if (opened === undefined || !isInForce(opened.until, now, goodForMs[kind])) return ok(undefined)
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

const split = (token: string): { readonly id: UserId; readonly text: string } => {
  const bounded = within(token, maxToken) ?? ''
  const dot = bounded.indexOf('.')
  return { id: userId(bounded.slice(0, Math.max(dot, 0))), text: bounded.slice(dot + 1) }
}

/** Puts a token that has not been sent yet under the current key. Text that is not a token stays as it is. */
export const renewPasswordToken = (
  kind: PasswordTokenKind,
  token: Secret<string>,
  context: Pick<Context, 'ports' | 'settings'>,
): ResultAsync<Secret<string>, Unavailable> => {
  const { id, text } = split(token.reveal())
  const place = sealPlace(context, id, { field: kind })
  return openToken(content, text, place, context).andThen((opened) =>
    opened === undefined
      ? okAsync(token)
      : context.ports.secretBox
          .seal(conceal(JSON.stringify(opened)), place)
          .map((renewed) => conceal(`${id}.${renewed}`)),
  )
}
