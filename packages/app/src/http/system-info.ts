import type { TransportCiphers } from '@keepsake/domain'

/** The public keys under which callers may send passwords. `data` repeats them: some SDKs look there. */
export type SystemInfo = PublicKeys & { readonly data: PublicKeys }

type PublicKeys = { readonly rsa?: PublicKey; readonly sm2?: PublicKey }
type PublicKey = { readonly publicKey: string }

export const systemInfo = ({ rsa, sm2 }: TransportCiphers): SystemInfo => {
  const keys: PublicKeys = {
    ...(rsa === undefined ? {} : { rsa: { publicKey: rsa.publicKey } }),
    ...(sm2 === undefined ? {} : { sm2: { publicKey: sm2.publicKey } }),
  }
  return { ...keys, data: keys }
}
