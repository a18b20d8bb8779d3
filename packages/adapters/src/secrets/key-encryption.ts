import { conceal, type KeyEncryption } from '@keepsake/domain'
import { ResultAsync, type Result } from 'neverthrow'
import { cannotOpen, cannotSeal } from './failures.ts'
import { deriveKey, openKeyRing, type KeyRing, type SealingKeyProblem, type SealingKeys } from './key-ring.ts'
import { aesKeyWrap, type KeyWrap } from './key-wrap.ts'

export type { SealingKey, SealingKeyProblem, SealingKeys } from './key-ring.ts'

/** The first byte of a wrapped key says how it was wrapped. */
const aesMark = 1

/**
 * Wraps data keys in this process, under keys derived from the sealing keys, with AES key wrap: that takes no nonce, so
 * there is no number of data keys after which a sealing key is used up. It leaves the context to who calls it.
 */
export const openKeyEncryption = (keys: SealingKeys): Result<KeyEncryption, SealingKeyProblem> =>
  openKeyRing(keys, (key) => aesKeyWrap(deriveKey(key, 'key encryption'))).map((ring) => ({
    currentId: ring.current.id,
    wrap: ResultAsync.fromThrowable(
      async (dataKey) => ({ keyId: ring.current.id, bytes: wrap(ring, dataKey.reveal()) }),
      cannotSeal,
    ),
    unwrap: ResultAsync.fromThrowable(
      async ({ keyId, bytes }) => conceal(unwrap(ring, keyId, bytes)),
      cannotOpen,
    ),
  }))

const wrap = ({ current }: KeyRing<KeyWrap>, dataKey: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.of(aesMark), current.key.wrap(dataKey)])

const unwrap = (ring: KeyRing<KeyWrap>, keyId: string, bytes: Uint8Array): Uint8Array => {
  const key = ring.find(keyId)
  if (key === undefined || bytes[0] !== aesMark) throw new Error('of no key or form that is known here')
  return key.unwrap(bytes.subarray(1))
}
