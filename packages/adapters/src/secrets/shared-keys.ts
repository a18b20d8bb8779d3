import {
  conceal,
  type KeyContext,
  type KeyEncryption,
  type SealingBatch,
  type Unavailable,
  type WrappedKey,
} from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { pooledRandomBytes } from '../system/random-pool.ts'
import { wiping } from './wiping.ts'

/** A data key that texts of a batch share: as node:crypto holds it, and as it is stored with each of them. */
export type SharedKey<Key> = {
  readonly key: Key
  readonly wrappedKey: WrappedKey
  /** Random bytes that tell it from every other shared key. */
  readonly id: Uint8Array
}

/** Shared data keys of one kind: their size, how node:crypto takes their bytes, and what they are for. */
export type KeyKind<Key> = {
  readonly keyBytes: number
  readonly take: (bytes: Uint8Array) => Key
  readonly contextOf: (batch: SealingBatch, id: Uint8Array) => KeyContext
}

/** Gives the data key for the next text of a batch. */
export type SharedKeys<Key> = (batch: SealingBatch) => ResultAsync<SharedKey<Key>, Unavailable>

/** An attacker who finds out a data key can open so many texts. A larger batch has several keys. */
const textsUnderOneKey = 500

/** So many that two of them are never equal. */
export const sharedIdBytes = 16

/** Makes a data key when a batch needs one, and asks the key encryption once for it. */
export const openSharedKeys = <Key>(
  { wrap }: Pick<KeyEncryption, 'wrap'>,
  { keyBytes, take, contextOf }: KeyKind<Key>,
): SharedKeys<Key> => {
  const make: SharedKeys<Key> = (batch) => {
    const [dataKey, id] = [pooledRandomBytes(keyBytes), pooledRandomBytes(sharedIdBytes)]
    return wrap(conceal(dataKey), contextOf(batch, id)).map((wrappedKey) => ({
      key: wiping(dataKey, () => take(dataKey)),
      wrappedKey,
      id,
    }))
  }
  const present = new WeakMap<SealingBatch, { left: number; readonly shared: ReturnType<typeof make> }>()
  return (batch) => {
    const last = present.get(batch)
    if (last !== undefined && last.left > 0) {
      last.left -= 1
      return last.shared
    }
    const shared = make(batch)
    present.set(batch, { left: textsUnderOneKey - 1, shared })
    return shared
  }
}
