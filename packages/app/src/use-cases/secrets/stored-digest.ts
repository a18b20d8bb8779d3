import type { DigestPurpose } from '@keepsake/domain'
import type { DigestKey } from './digest-key.ts'

/**
 * A digest in the form in which it is stored or given away: `<id of the pool's key>.<base64url>`. A change of the sealing
 * keys does not change it.
 */
export const storedDigest = (
  purpose: DigestPurpose,
  text: string,
  { digestKey }: { readonly digestKey: DigestKey },
): string => `${digestKey.id()}.${Buffer.from(digestKey.digestOf(purpose, text)).toString('base64url')}`
