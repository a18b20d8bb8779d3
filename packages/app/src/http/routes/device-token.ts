import type { Secret } from '@keepsake/domain'
import type { Answer } from './route.ts'

/** The header that a device's token comes and goes in: the contract has no field for it. */
export const deviceTokenHeader = 'x-keepsake-device-token'

/** Gives a device the token that it is to come back with. */
export const giveDeviceToken = (token: Secret<string>): Pick<Exclude<Answer, { bare: unknown }>, 'headers'> => ({
  headers: { [deviceTokenHeader]: token },
})
