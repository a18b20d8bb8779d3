import type { PublicTransportKey, TransportCipher, TransportCiphers } from '@keepsake/domain'

/**
 * The public keys under which callers may send passwords at this moment. `data` repeats them: some SDKs look there.
 * `keyId`, `padding` and `retiresAt` (ISO 8601, UTC) are ours: the SDKs' types have the key alone, and read past the rest.
 */
export type SystemInfo = PublicKeys & Installation & { readonly data: PublicKeys & Installation }

/** What the SDKs' types demand beside the keys. */
type Installation = {
  readonly version: { readonly server: string; readonly console: string; readonly login: string }
  readonly publicIps: readonly string[]
}

/** Of the contract that is answered: which release it is would tell an attacker what to try. There is no console here. */
const installation: Installation = { version: { server: '3', console: '', login: '' }, publicIps: [] }

type PublicKeys = { readonly rsa?: PublicKey; readonly sm2?: PublicKey }
type PublicKey = Omit<PublicTransportKey, 'retiresAt'> & { readonly retiresAt?: string }

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
