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

/** An attempt at a password: at which account, from where, and what shows that it may be the user's. */
export type PasswordAttempt = {
  /** As `accountOf` names it. */
  readonly account: string
  readonly source: string | undefined
  /** Whether the user has signed in from this source before. */
  readonly isKnown: boolean
  /** The device that a token names which is good for this account. */
  readonly device: string | undefined
}

/** Something that an attempt is counted by. */
export type Counted = {
  readonly kind: AttemptKind
  readonly key: string
  readonly limit: Backoff | Allowance
}

/**
 * One way to have a password looked at: all that the attempt is counted by then, and each of it must grant it. In one order,
 * so that no two attempts wait for each other.
 */
export type Way = readonly Counted[]

/** The ways of one attempt, in the order in which they are asked. */
export type Ways = readonly [Way, ...Way[]]

/**
 * The ways of an attempt, in the order in which they are asked. A device with a token is counted by itself. So is a
 * network that the user has signed in from, within what it tries at all accounts. All others are counted together as
 * well, against who guesses from a thousand addresses. Attempts from unknown addresses are strangers' and not one
 * network's: its waits would be a lock that anybody could put on a user.
 */
export const waysOf = ({ account, source, isKnown, device }: PasswordAttempt): Ways => {
  const usual = [
    ...(source === undefined ? [] : [byNetwork(source), bySource(account, source)]),
    ...(isKnown ? [] : [byStrangers(account)]),
  ]
  return device === undefined ? [usual] : [[byDevice(account, device)], usual]
}

/**
 * The way of a password that comes again, after it was refused for this reason. A network that has attempts of its own
 * left at the account uses them, and what remains of the account's is for such networks alone: one that has none left does
 * not use it up.
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
