import {
  conceal,
  splitWithin,
  userId,
  type Credential,
  type Secret,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import {
  equalInConstantTime,
  isDeviceTokenInForce,
  isDeviceTokenOf,
  type DeviceTokenContent,
} from '@keepsake/domain/rules'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { findCredentialOfLogin } from '../users/find-user.ts'

/** More than twice as long as a token of ours. */
const bounds = { length: 512, parts: 5 }

/** Enough that no two devices get the same id. */
const idBytes = 12

/**
 * Makes a token for the device on which the user has just signed in with this password: `<user id>.<issued at>.<password set
 * at>.<device id>.<MAC>`. Each token has a new device id, so the thief of an earlier token cannot use up the attempts of
 * this one.
 */
export const issueDeviceToken = (user: UserId, { setAt }: Credential, context: Context): Secret<string> => {
  const { clock, randomBytes } = context.ports.system
  const id = Buffer.from(randomBytes(idBytes)).toString('base64url')
  const told = [inBase64Url(user), inBase36(clock()), inBase36(setAt), id].join('.')
  return conceal(`${told}.${macOf(told, context)}`)
}

/** The content of a token that is ours and has not expired. `findDevice` says whether it is valid for an account. */
export type DeviceToken = DeviceTokenContent

/** Reads a token without the store. A text that is not a token of ours counts as absent, and so does an expired token. */
export const openDeviceToken = (token: string | undefined, context: Context): DeviceToken | undefined => {
  const parts = token === undefined ? undefined : splitWithin(token, '.', bounds)
  const [user, issuedAt, setAt, device, mac] = parts ?? []
  if (user === undefined || issuedAt === undefined || setAt === undefined) return undefined
  if (device === undefined || mac === undefined) return undefined
  if (!equalInConstantTime(macOf([user, issuedAt, setAt, device].join('.'), context), mac)) return undefined
  const content = {
    account: Buffer.from(user, 'base64url').toString(),
    issuedAt: Number.parseInt(issuedAt, 36),
    setAt: Number.parseInt(setAt, 36),
    device,
  }
  return isDeviceTokenInForce(content, context.ports.system.clock()) ? content : undefined
}

/** The device of a token, if the token belongs to this account and its present password. */
export const findDevice = (
  token: DeviceToken | undefined,
  account: string,
  context: Context,
): ResultAsync<string | undefined, Unavailable> =>
  token === undefined || token.account !== account
    ? okAsync(undefined)
    : findCredentialOfLogin(userId(account), context).map((present) =>
        isDeviceTokenOf(token, present) ? token.device : undefined,
      )

const inBase64Url = (text: string): string => Buffer.from(text).toString('base64url')

const inBase36 = (moment: number): string => moment.toString(36)

const macOf = (told: string, { digestKey, settings }: Context): string =>
  Buffer.from(digestKey.digestOf('device token', JSON.stringify([settings.pool, told]))).toString('base64url')
