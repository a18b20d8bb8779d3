import type { PublicTransportKey, TransportCipher, TransportCiphers } from '@keepsake/domain'

/**
 * The public keys that encrypt passwords at present. `data` repeats them, because some SDKs look there. `keyId`, `padding`
 * and `retiresAt` (ISO 8601, UTC) are our own fields: the types of the SDKs have only the key, and ignore the others.
 */
export type SystemInfo = PublicKeys & Installation & { readonly data: PublicKeys & Installation }

/** Further fields that the types of the SDKs require. */
type Installation = {
  readonly version: { readonly server: string; readonly console: string; readonly login: string }
  readonly publicIps: readonly string[]
}

/** The version of the contract. The release of Keepsake would tell an attacker what to try. There is no console here. */
const installation: Installation = { version: { server: '3', console: '', login: '' }, publicIps: [] }

type PublicKeys = { readonly rsa?: PublicKey; readonly sm2?: PublicKey }
type PublicKey = Omit<PublicTransportKey, 'retiresAt'> & { readonly retiresAt?: string }

/** Answers the present public keys of the ciphers. */
export const systemInfo = ({ rsa, sm2 }: TransportCiphers): SystemInfo => {
  const info = { ...published('rsa', rsa), ...published('sm2', sm2), ...installation }
  return { ...info, data: info }
}

const published = (type: keyof PublicKeys, cipher: TransportCipher | undefined): PublicKeys => {
  const key = cipher?.current()
  return key === undefined ? {} : { [type]: toPublicKey(key) }
}

const toPublicKey = ({ publicKey, keyId, padding, retiresAt }: PublicTransportKey): PublicKey => ({
  publicKey,
  keyId,
  ...(padding === undefined ? {} : { padding }),
  ...(retiresAt === undefined ? {} : { retiresAt: new Date(retiresAt).toISOString() }),
})
