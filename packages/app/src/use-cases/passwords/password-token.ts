import {
  conceal,
  userId,
  within,
  type Credential,
  type SealingBatch,
  type Secret,
  type Unavailable,
  type User,
  type UserId,
} from '@keepsake/domain'
import {
  isPasswordTokenInForce,
  isPasswordTokenOf,
  makePasswordToken,
  type PasswordTokenContent,
  type PasswordTokenKind,
} from '@keepsake/domain/rules'
import { ok, okAsync, safeTry, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { sealPlace, type Context } from '../../context.ts'
import { findCredential } from '../users/find-user.ts'
import { openToken } from '../shared/open-token.ts'

const content: z.ZodType<PasswordTokenContent> = z.strictObject({
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

/** Makes a token that belongs to this password: `<user id>.<sealed content>`. A dot in the id is written as `~2E`. */
export const issuePasswordToken = (
  kind: PasswordTokenKind,
  user: UserId,
  present: Credential | undefined,
  context: Context,
  more: Pick<PasswordTokenContent, 'sentTo' | 'mustChange'> = {},
  batch?: SealingBatch,
): ResultAsync<Secret<string>, Unavailable> => {
  const { system, secretBox } = context.ports
  const made = makePasswordToken(kind, present, system.clock(), more)
  return secretBox
    .seal(conceal(JSON.stringify(made)), sealPlace(context, user, { field: kind }), batch)
    .map((text) => conceal(join(user, text)))
}

const join = (id: UserId, text: string): string =>
  `${id.replaceAll('~', '~7E').replaceAll('.', '~2E')}.${text}`

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
    // This comes first, so that a forged token reveals nothing about an account, not even by the time it takes.
    const { id, opened } = yield* readPasswordToken(kind, token, context)
    const now = context.ports.system.clock()
    if (opened === undefined || !isPasswordTokenInForce(kind, opened, now)) return ok(undefined)
    const [user] = yield* context.storage.users.findByIds([id])
    const present = yield* findCredential(id, context)
    if (user === undefined || !isPasswordTokenOf(opened, user, present)) return ok(undefined)
    return ok({ user, present, mustChange: opened.mustChange === true })
  })

/** Reads what a token says. Nothing of it is compared with its user. `opened` is `undefined` if the token is not ours. */
export const readPasswordToken = (
  kind: PasswordTokenKind,
  token: string,
  context: Pick<Context, 'ports' | 'settings'>,
): ResultAsync<{ readonly id: UserId; readonly opened: PasswordTokenContent | undefined }, Unavailable> => {
  const { id, text } = split(token)
  return openToken(content, text, sealPlace(context, id, { field: kind }), context).map((opened) => ({
    id,
    opened,
  }))
}

const split = (token: string): { readonly id: UserId; readonly text: string } => {
  const bounded = within(token, maxToken) ?? ''
  const dot = bounded.indexOf('.')
  const id = bounded.slice(0, Math.max(dot, 0)).replaceAll('~2E', '.').replaceAll('~7E', '~')
  return { id: userId(id), text: bounded.slice(dot + 1) }
}

/** Puts a token that has not been sent yet under the current key. Text that is not a token stays as it is. */
export const renewPasswordToken = (
  kind: PasswordTokenKind,
  token: Secret<string>,
  context: Pick<Context, 'ports' | 'settings'>,
  batch: SealingBatch,
): ResultAsync<Secret<string>, Unavailable> => {
  return readPasswordToken(kind, token.reveal(), context).andThen(({ id, opened }) =>
    opened === undefined
      ? okAsync(token)
      : context.ports.secretBox
          .seal(conceal(JSON.stringify(opened)), sealPlace(context, id, { field: kind }), batch)
          .map((renewed) => conceal(join(id, renewed))),
  )
}
