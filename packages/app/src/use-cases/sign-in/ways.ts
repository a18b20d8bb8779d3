import {
  networkAllowance,
  networkRepeatAllowance,
  passwordBackoff,
  repeatAllowance,
  strangerBackoff,
  type Allowance,
  type AttemptKind,
  type Backoff,
} from '@keepsake/domain'

/** An attempt at a password: the account, where it comes from, and what suggests that it is the user's own. */
export type PasswordAttempt = {
  /** The value of `accountOf`. */
  readonly account: string
  readonly source: string | undefined
  /** Whether the user has signed in from this network before. */
  readonly isKnown: boolean
  /** The device of a token that is valid for this account. */
  readonly device: string | undefined
}

/** One counter that an attempt is counted by. */
export type Counted = {
  readonly kind: AttemptKind
  readonly key: string
  readonly limit: Backoff | Allowance
}

/**
 * One way to have a password checked: a list of counters that must all grant the attempt. They always have the same order,
 * so two attempts never block each other.
 */
export type Way = readonly Counted[]

/** The ways of one attempt, in the order in which they are tried. */
export type Ways = readonly [Way, ...Way[]]

/**
 * The ways of an attempt, in the order in which they are tried. A device with a token has its own counter. A network that
 * the user has signed in from has its own counter too, within the limit of the network for all accounts. All other attempts
 * also share one counter, against a guesser with a thousand addresses. Attempts without an address count as those of
 * strangers, not as those of one network: otherwise anyone could lock a user out by using up that network's attempts.
 */
export const waysOf = ({ account, source, isKnown, device }: PasswordAttempt): Ways => {
  const usual = [
    ...(source === undefined ? [] : [byNetwork(source), bySource(account, source)]),
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
  { account, source }: Pick<PasswordAttempt, 'account' | 'source'>,
  refusedBy: AttemptKind,
): Way => {
  if (source === undefined) return [byRepeats(account)]
  if (refusedBy === 'password-of-network') return [byRepeatsOf(source), byRepeats(account)]
  return refusedBy === 'password-of-strangers'
    ? [byNetwork(source), bySource(account, source), byRepeatsOfStrangers(account)]
    : [byNetwork(source), byRepeats(account)]
}

const byDevice = (account: string, device: string): Counted => ({
  kind: 'password-of-device',
  key: `${account} ${device}`,
  limit: passwordBackoff,
})

const byNetwork = (source: string): Counted => ({
  kind: 'password-of-network',
  key: source,
  limit: networkAllowance,
})

const bySource = (account: string, source: string): Counted => ({
  kind: 'password',
  key: `${account} ${source}`,
  limit: passwordBackoff,
})

const byStrangers = (account: string): Counted => ({
  kind: 'password-of-strangers',
  key: account,
  limit: strangerBackoff,
})

const byRepeatsOf = (source: string): Counted => ({
  kind: 'password-repeated-of-network',
  key: source,
  limit: networkRepeatAllowance,
})

const byRepeats = (account: string): Counted => ({
  kind: 'password-repeated',
  key: account,
  limit: repeatAllowance,
})

const byRepeatsOfStrangers = (account: string): Counted => ({
  ...byRepeats(account),
  kind: 'password-repeated-of-strangers',
})
