import { isInForce } from '../kernel/clock-skew.ts'
import type { Instant } from '../kernel/system.ts'
import type { Credential } from '../password/credential.ts'

/** What a device token says. A new password makes it void. */
export type DeviceTokenContent = {
  /** The account on which the device has signed in. */
  readonly account: string
  readonly issuedAt: Instant
  /** When the password was set that the device has signed in with. */
  readonly setAt: Instant
  /** Every token has another one, so the thief of an earlier token cannot use up the attempts of this one. */
  readonly device: string
}

/** As long as a known network is remembered, in ms. */
export const deviceTokenGoodForMs: number = 90 * 24 * 60 * 60_000

/** Whether a device token is good at this time: neither expired, nor issued in the future. */
export const isDeviceTokenInForce = ({ issuedAt }: DeviceTokenContent, now: Instant): boolean =>
  isInForce(issuedAt + deviceTokenGoodForMs, now, deviceTokenGoodForMs)

/** Whether a device token belongs to this password. */
export const isDeviceTokenOf = ({ setAt }: DeviceTokenContent, present: Credential | undefined): boolean =>
  present?.setAt === setAt
