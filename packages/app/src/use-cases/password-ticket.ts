import { conceal, sealed, userId, type Credential, type Unavailable, type User } from '@keepsake/domain'
import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { sealPlace, type Context } from '../context.ts'
import { findCredential } from './find-user.ts'

/** Time to think of a password, and little enough for one who finds a browser left alone. */
const lifetimeMs = 10 * 60_000

/** `setAt` names the password that the ticket may change: with that one changed, by whomever, it is good for nothing. */
const content = z.strictObject({ until: z.number(), setAt: z.number() })

/** The user whose password may be changed, and the password as it stands. */
export type Redeemed = { readonly user: User; readonly credential: Credential }

/** Writes a ticket for a password that must be changed: `<user id>.<sealed content>`. */
export const issueTicket = (
  { userId: user, setAt }: Credential,
  context: Context,
): ResultAsync<string, Unavailable> => {
  const until = context.ports.sources.clock() + lifetimeMs
  return context.ports.secretBox
    .seal(conceal(JSON.stringify({ until, setAt })), sealPlace(context, user, 'password_ticket'))
    .map((text) => `${user}.${text}`)
}

/** Reads a ticket. Nothing for one that is forged, expired or used, and for a user who may not sign in any more. */
export const redeemTicket = (
  ticket: string,
  context: Context,
): ResultAsync<Redeemed | undefined, Unavailable> =>
  safeTry(async function* () {
    const dot = ticket.indexOf('.')
    const id = userId(ticket.slice(0, Math.max(dot, 0)))
    const [user] = yield* context.storage.users.findByIds([id])
    const credential = yield* findCredential(id, context)
    if (user === undefined || credential === undefined) return ok(undefined)
    const opened = yield* open(ticket.slice(dot + 1), id, context)
    const isGood =
      opened !== undefined &&
      context.ports.sources.clock() < opened.until &&
      opened.setAt === credential.setAt &&
      credential.mustChange &&
      user.status === 'Activated'
    return ok(isGood ? { user, credential } : undefined)
  })

/** A box does not say why it cannot open a text; here that means a ticket that is none of ours. */
const open = (
  text: string,
  user: User['id'],
  context: Context,
): ResultAsync<z.infer<typeof content> | undefined, never> =>
  context.ports.secretBox
    .open(sealed(text), sealPlace(context, user, 'password_ticket'))
    .map((secret) => content.safeParse(JSON.parse(secret.reveal())).data)
    .orElse(() => okAsync(undefined))
