import type { KeyEncryption, Secret, WrappedKey } from '@keepsake/domain'
import {
  answers,
  isObject,
  portGuard,
  recordOf,
  someText,
  type Check,
  type Promises,
} from '@keepsake/domain/guard'

type Verbs = Pick<KeyEncryption, 'wrap' | 'unwrap'>

const someBytes: Check<Uint8Array> = (value): value is Uint8Array =>
  value instanceof Uint8Array && value.length > 0

const secretBytes: Check<Secret<Uint8Array>> = (value): value is Secret<Uint8Array> =>
  isObject(value) && 'reveal' in value && typeof value.reveal === 'function' && someBytes(value.reveal())

const promises: Promises<Verbs> = {
  wrap: answers(recordOf<WrappedKey>({ keyId: someText, bytes: someBytes })),
  unwrap: answers(secretBytes),
}

const guard = portGuard<Verbs>(promises, { part: 'secret-box', name: 'keyEncryption' })

/**
 * Guards the key encryption that is used to seal: if it answers something else than it promises, it is `Unavailable`.
 */
export const guardedKeyEncryption = (keyEncryption: KeyEncryption): KeyEncryption => ({
  ...guard(keyEncryption),
  get currentId() {
    return keyEncryption.currentId
  },
})
