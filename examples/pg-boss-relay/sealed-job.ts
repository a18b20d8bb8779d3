import { createHash } from 'node:crypto'
import {
  conceal,
  userId,
  userPoolId,
  type Message,
  type Sealed,
  type SealPlace,
  type Secret,
  type SecretBox,
  type Unavailable,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'

/** What a job holds. pg-boss wipes nothing that it has completed: so a message rests in it sealed, its address as well. */
export type SealedJob = { readonly key: string; readonly message: Sealed }

/** The job's id, a UUID made of the key (version 8 of RFC 9562): a repeat has the same, and pg-boss takes no second. */
export const jobIdOf = (key: string): string =>
  createHash('sha256')
    .update(key)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/u, '$1-$2-8$3-8$4-$5')

export const sealJob = (
  queue: string,
  message: Message,
  box: SecretBox,
): ResultAsync<SealedJob, Unavailable> =>
  box.seal(toText(message), placeOf(queue, message.key)).map((text) => ({ key: message.key, message: text }))

export const openJob = (
  queue: string,
  { key, message }: SealedJob,
  box: SecretBox,
): ResultAsync<Message, Unavailable> => box.open(message, placeOf(queue, key)).map(toMessage)

/** A message names no user. Its key says which job it is in, and the queue's name that it is in none of ours. */
const placeOf = (queue: string, key: string): SealPlace => ({
  pool: userPoolId(`pg-boss ${queue}`),
  user: userId(key),
  field: 'notice_secret',
  record: key,
})

/** Whichever of the two a kind of message tells. */
type Told = { readonly password?: Secret<string>; readonly token?: Secret<string> }

const toText = (message: Message): Secret<string> => {
  const { password, token } = message as Message & Told
  return conceal(JSON.stringify({ ...message, password: password?.reveal(), token: token?.reveal() }))
}

const toMessage = (text: Secret<string>): Message => {
  const { password, token, ...rest } = JSON.parse(text.reveal()) as Record<string, string>
  return {
    ...rest,
    ...(password === undefined ? {} : { password: conceal(password) }),
    ...(token === undefined ? {} : { token: conceal(token) }),
  } as Message
}
