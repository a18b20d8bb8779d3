import type { PublicTransportKey, TransportCipher, TransportCiphers } from '@keepsake/domain'

/**
 * The public keys under which callers may send passwords at this moment. `data` repeats them: some SDKs look there.
 * `keyId` and `retiresAt` (ISO 8601, UTC) are ours.
 */
export type SystemInfo = PublicKeys & { readonly data: PublicKeys }

type PublicKeys = { readonly rsa?: PublicKey; readonly sm2?: PublicKey }
type PublicKey = { readonly publicKey: string; readonly keyId: string; readonly retiresAt?: string }

export const systemInfo = ({ rsa, sm2 }: TransportCiphers): SystemInfo => {
  const keys = { ...published('rsa', rsa), ...published('sm2', sm2) }
  return { ...keys, data: keys }
}

const published = (type: keyof PublicKeys, cipher: TransportCipher | undefined): PublicKeys => {
  const key = cipher?.current()
  return key === undefined ? {} : { [type]: toPublicKey(key) }
}

const toPublicKey = ({ publicKey, keyId, retiresAt }: PublicTransportKey): PublicKey => ({
  publicKey,
  keyId,
  ...(retiresAt === undefined ? {} : { retiresAt: new Date(retiresAt).toISOString() }),
})
