import {
  conceal,
  recoveryCodeHash,
  sealed,
  type ForeignRecoveryHash,
  type RecoveryCodeHash,
  type Sealed,
  type SealingBatch,
  type SealPlace,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { misbehaviour } from '@keepsake/domain/guard'
import { errAsync, okAsync, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { sealPlace, type PoolContext } from '../../context.ts'
import { readJson } from '../shared/read-json.ts'

/**
 * The beginning of a stored recovery code hash that comes from another system. Such a hash does not depend on a key of ours,
 * so anyone who can write to the store could put the hash of their own code there. Therefore it is sealed.
 */
const mark = 'foreign.'

type Context = Pick<PoolContext, 'ports' | 'settings'>

/** Seals a hash of another system for a user, ready to be stored. */
export const sealForeignHash = (
  { scheme, encoded }: ForeignRecoveryHash,
  user: UserId,
  id: string,
  context: Context,
  batch?: SealingBatch,
): ResultAsync<RecoveryCodeHash, Unavailable> =>
  context.ports.secretBox
    .seal(conceal(JSON.stringify({ scheme, encoded })), placeOf(user, id, context), batch)
    .map((text) => recoveryCodeHash(`${mark}${text}`))

/** The sealed part of a stored hash. `undefined` if the hash is one of our own. */
export const sealedIn = (hash: RecoveryCodeHash): Sealed | undefined =>
  hash.startsWith(mark) ? sealed(hash.slice(mark.length)) : undefined

/** Decrypts the sealed part of a stored hash. */
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
