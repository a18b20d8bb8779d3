import {
  conceal,
  recoveryCodeHash,
  sealed,
  type ForeignRecoveryHash,
  type RecoveryCodeHash,
  type Sealed,
  type SealPlace,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { misbehaviour } from '@keepsake/domain/guard'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { sealPlace, type PoolContext } from '../../context.ts'
import { readJson } from '../read-json.ts'

/**
 * What a recovery code's hash of another system begins with where it rests. It has no key of ours in it, so that whoever
 * writes to the store could put one of a code of their own there: therefore it is sealed.
 */
const mark = 'foreign.'

type Context = Pick<PoolContext, 'ports' | 'settings'>

/** Makes a hash of another system ready to rest with a user. */
export const sealForeignHash = (
  { scheme, encoded }: ForeignRecoveryHash,
  user: UserId,
  id: string,
  context: Context,
): ResultAsync<RecoveryCodeHash, Unavailable> =>
  context.ports.secretBox
    .seal(conceal(JSON.stringify({ scheme, encoded })), placeOf(user, id, context))
    .map((text) => recoveryCodeHash(`${mark}${text}`))

/** What of a kept hash is sealed; nothing of one of our own. */
export const sealedIn = (hash: RecoveryCodeHash): Sealed | undefined =>
  hash.startsWith(mark) ? sealed(hash.slice(mark.length)) : undefined

/** Reads what is sealed in a kept hash. */
export const openForeignHash = (
  text: Sealed,
  user: UserId,
  id: string,
  context: Context,
): ResultAsync<ForeignRecoveryHash, Unavailable> =>
  context.ports.secretBox.open(text, placeOf(user, id, context)).andThen((secret) => {
    const hash = content.safeParse(readJson(secret.reveal())).data
    return hash === undefined
      ? errAsync(misbehaviour('secret-box', 'secretBox.open has opened what was not sealed'))
      : okAsync(hash)
  })

const content = z.strictObject({ scheme: z.string(), encoded: z.string() })

const placeOf = (user: UserId, id: string, context: Context): SealPlace =>
  sealPlace(context, user, { field: 'recovery_code', record: id })
