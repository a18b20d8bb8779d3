import { carriedBy } from '@keepsake/domain/guard'
import type { Context } from '../context.ts'
import { openTurns, type Turns } from '../fair-queue/turns.ts'
import { openDeviceToken, type DeviceToken } from '../use-cases/sign-in/device-token.ts'
import { networkOf } from '../use-cases/sign-in/network-of.ts'
import { standingsOf } from '../use-cases/sign-in/standings.ts'

/** A caller whose request was not read yet. */
export type Arrival = {
  /** The client's address. */
  readonly ip?: string | undefined
  /** A device token that came with the request. Any other text counts as absent. */
  readonly deviceToken?: string | undefined
}

/** The key of the turns in a `Keepsake`. */
export const arrivals: unique symbol = Symbol('arrivals')

/** Makes the turns of callers. It does nothing that waits, and asks no storage. */
export const openArrivals = (context: Context): Turns<Arrival> => {
  const turns = openTurns()
  return {
    take: ({ ip, deviceToken }) => {
      const network = networkOf(ip)
      const owner = tokenIn(deviceToken, context)?.account
      return turns.take({ lane: network ?? '', standings: standingsOf({ owner, network }, context) })
    },
  }
}

/** Before the digest key is open, and if a port misbehaves, no token can be told from any other text. */
const tokenIn = (text: string | undefined, context: Context): DeviceToken | undefined => {
  if (text === undefined || !context.digestKey.isOpen()) return undefined
  try {
    return openDeviceToken(text, context)
  } catch (thrown) {
    if (carriedBy(thrown) === undefined) throw thrown
    return undefined
  }
}
