import {
  conceal,
  equalInConstantTime,
  isInForce,
  splitWithin,
  userId,
  type Credential,
  type Secret,
  type Unavailable,
  type UserId,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'
import { findCredential } from '../find-user.ts'

/** As long as a source is known: some holidays long. */
const lifetimeMs = 90 * 24 * 60 * 60_000

/** Twice as long as any of ours. */
const bounds = { length: 512, parts: 5 }

/** Enough for no two devices to share their attempts. */
const idBytes = 12

/**
 * Writes a token for the device that its user has just signed in with, by this password: `<user id>.<issued at>.<password set
 * at>.<device id>.<MAC>`. Each is a device of its own, so that whoever has stolen an earlier one does not use up its
 * attempts.
 */
export const issueDeviceToken = (user: UserId, { setAt }: Credential, context: Context): Secret<string> => {
  const { clock, randomBytes } = context.ports.sources
  const id = Buffer.from(randomBytes(idBytes)).toString('base64url')
  const told = [Buffer.from(user).toString('base64url'), inBase36(clock()), inBase36(setAt), id].join('.')
  return conceal(`${told}.${macOf(told, context)}`)
}

/**
 * The device of a token, where it is one of ours for this account, still good, and of the present password. Nothing for
 * any other text: it counts as absent. A token that is not ours leads to no look at the store.
 */
export const readDevice = (
  token: string | undefined,
  account: string,
  context: Context,
): ResultAsync<string | undefined, Unavailable> => {
  const parts = token === undefined ? undefined : splitWithin(token, '.', bounds)
  const [user, issuedAt, setAt, id, mac] = parts ?? []
  if (mac === undefined || id === undefined) return okAsync(undefined)
  const isOurs = equalInConstantTime(macOf([user, issuedAt, setAt, id].join('.'), context), mac)
  const until = Number.parseInt(issuedAt ?? '', 36) + lifetimeMs
  const isGood =
    isOurs &&
    user === Buffer.from(account).toString('base64url') &&
    isInForce(until, context.ports.sources.clock(), lifetimeMs)
  if (!isGood) return okAsync(undefined)
  return findCredential(userId(account), context).map((present) =>
    present !== undefined && inBase36(present.setAt) === setAt ? id : undefined,
  )
}

const inBase36 = (moment: number): string => moment.toString(36)

const macOf = (told: string, { ports, settings }: Context): string =>
  Buffer.from(ports.keyedDigest(JSON.stringify(['device token', settings.pool, told]))).toString('base64url')
