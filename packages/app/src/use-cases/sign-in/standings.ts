import type { PasswordAttempt } from '@keepsake/domain/rules'
import type { Context } from '../../context.ts'
import type { Standing } from '../../fair-queue/asker.ts'

/**
 * A device token is for one user. So a caller who has it gets turns in this user's name only, one at a time, however many tokens
 * of the user there are.
 */
const standingOfDevice = (account: string): Standing => ({ lane: `device of ${account}`, most: 1 })

/** Several users may share a network. */
const mostOfNetwork = 4

/** A network from which users sign in. An attacker there shares it with them. */
const standingOfNetwork = (network: string): Standing => ({
  lane: `network ${network}`,
  most: mostOfNetwork,
})

/** What an attempt shows that was looked up. */
export const standingsOfAttempt = ({
  account,
  device,
  isKnown,
  network,
}: PasswordAttempt): readonly Standing[] => [
  ...(device === undefined ? [] : [standingOfDevice(account)]),
  ...(isKnown && network !== undefined ? [standingOfNetwork(network)] : []),
]

/** What a caller shows before anything is looked up. `owner`: the account of a device token that is ours. */
export const standingsOf = (
  { owner, network }: { readonly owner: string | undefined; readonly network: string | undefined },
  { seenNetworks }: Pick<Context, 'seenNetworks'>,
): readonly Standing[] => [
  ...(owner === undefined ? [] : [standingOfDevice(owner)]),
  ...(network !== undefined && seenNetworks.has(network) ? [standingOfNetwork(network)] : []),
]
