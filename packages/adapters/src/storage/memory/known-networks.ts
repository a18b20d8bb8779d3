import {
  isRemembered,
  rememberedUntil,
  networksKept,
  type Instant,
  type KnownNetworks,
} from '@keepsake/domain'
import { ok } from 'neverthrow'
import type { Horizon } from '../horizon.ts'
import type { Session } from '../storage-over.ts'
import { clearAway } from './clear-away.ts'
import type { KnownNetwork, Tables } from './tables.ts'

/** The networks that a pool's users have signed in from, in memory. */
export const memoryKnownNetworks = (session: Session<Tables>, horizon: Horizon): KnownNetworks => ({
  remember: (userId, network, now, until) =>
    session.write(({ knownNetworks }) => {
      const clearUpTo = horizon(now)
      clearAway(knownNetworks, (networks) => networks.every((each) => each.until < clearUpTo))
      knownNetworks.put(userId, withNetwork(knownNetworks.get(userId) ?? [], { network, until }, now))
      return ok()
    }),
  isKnown: (userId, network, now) =>
    session.read(({ knownNetworks }) =>
      (knownNetworks.get(userId) ?? []).some(
        (each) => each.network === network && isRemembered(each.until, now),
      ),
    ),
})

/**
 * The last to expire comes first. If several expire at the same time, the added network is the last one to be removed.
 */
const withNetwork = (
  networks: readonly KnownNetwork[],
  added: KnownNetwork,
  now: Instant,
): readonly KnownNetwork[] => {
  const until = rememberedUntil(networks.find(isOf(added))?.until, added.until, now)
  const others = networks.filter((each) => !isOf(added)(each))
  return [{ ...added, until }, ...others]
    .toSorted((one, other) => other.until - one.until)
    .slice(0, networksKept)
}

const isOf =
  ({ network }: KnownNetwork) =>
  (each: KnownNetwork): boolean =>
    each.network === network
