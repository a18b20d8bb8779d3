import { createCipheriv, createDecipheriv, createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { conceal, unavailable, type KeyContext, type KeyEncryption } from '@keepsake/domain'
import { ResultAsync } from 'neverthrow'

/** A key management service of some cloud, whose keys nobody else ever has. */
export type KeyManagementService = {
  readonly makeKey: (id: string) => void
  readonly disableKey: (id: string) => void
  /** Each call as its trail has it. */
  readonly trail: () => readonly { readonly call: string; readonly context: KeyContext }[]
  readonly isUp: { value: boolean }
  readonly encrypt: (keyId: string, plaintext: Uint8Array, context: KeyContext) => Promise<Uint8Array>
  readonly decrypt: (keyId: string, blob: Uint8Array, context: KeyContext) => Promise<Uint8Array>
}

/** One in this process: AES-256-GCM with the encryption context as associated data, after a turn of the event loop. */
export const openKeyManagementService = (): KeyManagementService => {
  const keys = new Map<string, KeyObject>()
  const trail: { call: string; context: KeyContext }[] = []
  const isUp = { value: true }
  const enter = async (call: string, keyId: string, context: KeyContext): Promise<KeyObject> => {
    await setImmediate()
    trail.push({ call, context })
    if (!isUp.value) throw new Error('ServiceUnavailable')
    const key = keys.get(keyId)
    if (key === undefined) throw new Error('NotFoundException')
    return key
  }
  const dataOf = (context: KeyContext): Buffer =>
    Buffer.from(
      JSON.stringify(
        Object.keys(context)
          .toSorted()
          .map((name) => [name, context[name]]),
      ),
    )
  return {
    makeKey: (id) => keys.set(id, createSecretKey(randomBytes(32))),
    disableKey: (id) => keys.delete(id),
    trail: () => [...trail],
    isUp,
    encrypt: async (keyId, plaintext, context) => {
      const key = await enter('Encrypt', keyId, context)
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(dataOf(context))
      return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
    },
    decrypt: async (keyId, blob, context) => {
      const key = await enter('Decrypt', keyId, context)
      if (blob.length < 28) throw new Error('InvalidCiphertextException')
      const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(dataOf(context)).setAuthTag(blob.subarray(-16))
      return Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()])
    },
  }
}

/** The port over such a service: what an adapter to a real one looks like. */
export const keyEncryptionBy = (service: KeyManagementService, currentId: string): KeyEncryption => ({
  currentId,
  wrap: ResultAsync.fromThrowable(
    async (dataKey, context) => ({
      keyId: currentId,
      bytes: await service.encrypt(currentId, dataKey.reveal(), context),
    }),
    (cause) => unavailable('secret-box', cause),
  ),
  unwrap: ResultAsync.fromThrowable(
    async ({ keyId, bytes }, context) => conceal(await service.decrypt(keyId, bytes, context)),
    (cause) => unavailable('secret-box', cause),
  ),
})
