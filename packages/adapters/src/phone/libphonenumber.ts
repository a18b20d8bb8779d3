import type { PhoneNumbers } from '@keepsake/domain'
import { usePeer } from '../peer.ts'

/**
 * Opens the numbering plans of Google's libphonenumber. Rejects with a configuration error if `libphonenumber-js`, an
 * optional peer, is not installed.
 */
export const openPhoneNumbers = async (): Promise<PhoneNumbers> =>
  (await usePeer('libphonenumber-js', () => import('./numbering-plans.ts'))).phoneNumbers
