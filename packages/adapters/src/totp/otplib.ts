import type { TotpEngine } from '@keepsake/domain'
import { usePeer } from '../peer.ts'

/**
 * Opens the engine that computes one-time codes. Rejects with a configuration error if `otplib`, an optional peer, is not
 * installed.
 */
export const openTotpEngine = async (): Promise<TotpEngine> =>
  (await usePeer('otplib', () => import('./otp-codes.ts'))).totpEngine
