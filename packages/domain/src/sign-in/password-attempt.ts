import type { Instant } from '../kernel/system.ts'
import type { AttemptKind } from './attempt-store.ts'
import {
  networkAllowance,
  networkRepeatAllowance,
  passwordBackoff,
  repeatAllowance,
  strangerBackoff,
  type Allowance,
  type Backoff,
} from './backoff.ts'

/** An attempt at a password: the account, where it comes from, and what suggests that it is the user's own. */
export type PasswordAttempt = {
  /** The user's id, or a text that stands for a login without a user. */
  readonly account: string
  readonly network: string | undefined
  /** Whether the user has signed in from this network before. */
  readonly isKnown: boolean
  /** The device of a token that is valid for this account. */
  readonly device: string | undefined
}

/** One counter that an attempt is counted by. */
export type Counter<Limit = Backoff | Allowance> = {
  readonly kind: AttemptKind
  readonly key: string
  readonly limit: Limit
}

/**
 * One way to have a password checked: a list of counters that must all grant the attempt. They always have the same order,
 * so two attempts never block each other.
 */
export type Way = readonly Counter[]

/** The ways of one attempt, in the order in which they are tried. */
export type Ways = readonly [Way, ...Way[]]

/**
 * The ways of an attempt, in the order in which they are tried. A device with a token has its own counter. A network that
 * the user has signed in from has its own counter too, within the limit of the network for all accounts. All other attempts
 * also share one counter, against a guesser with a thousand addresses. Attempts without an address count as those of
 * strangers, not as those of one network: otherwise anyone could lock a user out by using up that network's attempts.
 */
export const waysOf = ({ account, network, isKnown, device }: PasswordAttempt): Ways => {
  const usual = [
    ...(network === undefined ? [] : [byNetwork(network), byAccountAndNetwork(account, network)]),
    ...(isKnown ? [] : [byStrangers(account)]),
  ]
  return device === undefined ? [usual] : [[byDevice(account, device)], usual]
}

/**
 * The way of a password that is sent again, after it was refused for this reason. If its network has own attempts left at
 * the account, it uses them, and an allowance of the account that only such networks share. So a network without attempts
 * left cannot use up that allowance.
 */
export const wayOfRepeated = (
  { account, network }: Pick<PasswordAttempt, 'account' | 'network'>,
  refusedBy: AttemptKind,
): Way => {
  if (network === undefined) return [byRepeats(account)]
  if (refusedBy === 'password-of-network') return [byRepeatsOf(network), byRepeats(account)]
  return refusedBy === 'password-of-strangers'
    ? [byNetwork(network), byAccountAndNetwork(account, network), byRepeatsOfStrangers(account)]
    : [byNetwork(network), byRepeats(account)]
}

/** The counters of a way that count attempts in a row. A right password clears them. */
export const rowsOf = (way: Way): readonly Counter<Backoff>[] =>
  way.flatMap(({ kind, key, limit }) => ('most' in limit ? [] : [{ kind, key, limit }]))

/** An allowance, and how many attempts it gets back. */
export type GivenBack = Counter<Allowance> & { readonly attempts: number }

/**
 * What a right password gives back to the allowances of its way. A network gets back all attempts of the row, `inARow`.
 * Every other allowance gets back one, for the right password.
 */
export const givenBackBy = (way: Way, inARow: number): readonly GivenBack[] =>
  way.flatMap(({ kind, key, limit }) =>
    'most' in limit ? [{ kind, key, limit, attempts: kind === 'password-of-network' ? inARow : 1 }] : [],
  )

/** What has refused an attempt, and when the attempt may be made. */
export type Refusal = { readonly by: AttemptKind; readonly retryAt: Instant }

/** The refusal of an attempt that two ways have refused: the reason of the later one, and the earlier time. */
export const refusedByBoth = (first: Refusal, later: Refusal): Refusal => ({
  ...later,
  retryAt: Math.min(first.retryAt, later.retryAt),
})

const byDevice = (account: string, device: string): Counter => ({
  kind: 'password-of-device',
  key: `${account} ${device}`,
  limit: passwordBackoff,
})

const byNetwork = (network: string): Counter => ({
  kind: 'password-of-network',
  key: network,
  limit: networkAllowance,
})

const byAccountAndNetwork = (account: string, network: string): Counter => ({
  kind: 'password',
  key: `${account} ${network}`,
  limit: passwordBackoff,
})

const byStrangers = (account: string): Counter => ({
  kind: 'password-of-strangers',
  key: account,
  limit: strangerBackoff,
})

const byRepeatsOf = (network: string): Counter => ({
  kind: 'password-repeated-of-network',
  key: network,
  limit: networkRepeatAllowance,
})

const byRepeats = (account: string): Counter => ({
  kind: 'password-repeated',
  key: account,
  limit: repeatAllowance,
})

const byRepeatsOfStrangers = (account: string): Counter => ({
  ...byRepeats(account),
  kind: 'password-repeated-of-strangers',
})
