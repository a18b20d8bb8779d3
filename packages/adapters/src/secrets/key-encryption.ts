import type { KeyObject } from 'node:crypto'
import { cannotOpen, conceal, type KeyEncryption } from '@keepsake/domain'
import { fromThrowable, ResultAsync, type Result } from 'neverthrow'
import type { Cryptography } from './cryptography.ts'
import { cannotSeal } from './failures.ts'
import { deriveKey, openKeyRing, type SealingKeys } from './key-ring.ts'
import { aesKeyWrap, sm4KeyWrap, type KeyWrap } from './key-wrap.ts'
import { sm4CtrHmacSm3 } from './sm4-ctr-hmac-sm3.ts'

export type { Cryptography } from './cryptography.ts'
export type { SealingKey, SealingKeys } from './key-ring.ts'

/**
 * Wraps data keys in this process. Each sealing key has a key-encryption key of either cryptography, derived from it:
 * `k1` for AES and `k1~sm4` for SM4. The given cryptography wraps, both unwrap. The caller must bind the context.
 * Throws a configuration error if the keys are not usable.
 */
export const openKeyEncryption = (
  sealingKeys: SealingKeys,
  cryptography: Cryptography = 'international',
): KeyEncryption => {
  const { current, keys } = openKeyRing(sealingKeys)
  const keyWraps = new Map([...keys].flatMap(openKeyWraps))
  const find = (keyId: string): KeyWrap => keyWraps.get(keyId) ?? unknown(keyId)
  const currentId = keyIds[cryptography](current.id)
  return {
    currentId,
    wrap: settled(
      fromThrowable(
        (dataKey) => ({ keyId: currentId, bytes: find(currentId).wrap(dataKey.reveal()) }),
        cannotSeal,
      ),
    ),
    unwrap: settled(fromThrowable(({ keyId, bytes }) => conceal(find(keyId).unwrap(bytes)), cannotOpen)),
  }
}

/**
 * A result that is known at once, as an async result. `ResultAsync.fromThrowable` makes two promises more for each
 * call.
 */
const settled =
  <A extends readonly unknown[], T, E>(call: (...args: A) => Result<T, E>) =>
  (...args: A): ResultAsync<T, E> =>
    new ResultAsync(Promise.resolve(call(...args)))

/** A key-encryption key is named after its sealing key, whose id cannot hold a tilde. */
const keyIds: Readonly<Record<Cryptography, (id: string) => string>> = {
  international: (id) => id,
  shangmi: (id) => `${id}~sm4`,
}

const openKeyWraps = ([id, key]: readonly [string, KeyObject]): readonly (readonly [string, KeyWrap])[] => [
  [keyIds.international(id), aesKeyWrap(deriveKey(key, 'key encryption', 'sha256'))],
  [keyIds.shangmi(id), sm4KeyWrap(deriveKey(key, 'key encryption', 'sm3', sm4CtrHmacSm3.keyBytes))],
]

const unknown = (keyId: string): never => {
  throw new Error(`There is no key ${keyId} here`)
}
