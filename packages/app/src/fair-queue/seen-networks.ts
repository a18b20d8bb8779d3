/** The networks from which users have signed in, as far as this process has seen it. */
export type SeenNetworks = {
  readonly note: (account: string, network: string) => void
  /** Whether a user has signed in from there, whichever user it was. */
  readonly has: (network: string) => boolean
}

/**
 * How many networks are remembered. A user has few, so an attacker with an account of their own gains no more. If there are
 * too many, those of the user who was seen last a long time ago are forgotten.
 */
export type SeenNetworksBounds = { readonly ofUser: number; readonly users: number }

const usualBounds: SeenNetworksBounds = { ofUser: 4, users: 10_000 }

/** Makes an empty memory of networks. */
export const openSeenNetworks = ({ ofUser, users }: SeenNetworksBounds = usualBounds): SeenNetworks => {
  const byUser = new Map<string, readonly string[]>()
  const owners = new Map<string, number>()
  const change = (networks: readonly string[], by: 1 | -1): void => {
    for (const network of networks) {
      const count = (owners.get(network) ?? 0) + by
      if (count > 0) owners.set(network, count)
      else owners.delete(network)
    }
  }
  return {
    note: (account, network) => {
      const before = byUser.get(account) ?? []
      const present = [...before.filter((each) => each !== network), network].slice(-ofUser)
      change(present, 1)
      change(before, -1)
      byUser.delete(account)
      byUser.set(account, present)
      for (const [oldest, networks] of byUser) {
        if (byUser.size <= users) return
        byUser.delete(oldest)
        change(networks, -1)
      }
    },
    has: (network) => owners.has(network),
  }
}
