import type { TransportCipher } from '@keepsake/domain'

/** The public key that a cipher publishes at this moment. */
export const publicKeyOf = (cipher: TransportCipher | undefined): string => {
  const key = cipher?.current()
  if (key === undefined) throw new Error('no key is published')
  return key.publicKey
}
