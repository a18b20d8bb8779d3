import type { Secret } from '@keepsake/domain'
import type { SecretHeaders } from '../routing/route.ts'

/** The header that carries a device token in both directions. The contract has no field for it. */
export const deviceTokenHeader = 'x-keepsake-device-token'

/** The part of an answer that gives a device its token. */
export const giveDeviceToken = (token: Secret<string>): { readonly headers: SecretHeaders } => ({
  headers: { [deviceTokenHeader]: token },
})
