import {
  networkAllowance,
  networkRepeatAllowance,
  passwordBackoff,
  repeatBackoff,
  strangerBackoff,
  type Allowance,
  type AttemptKind,
  type Backoff,
} from '@keepsake/domain'

/** An attempt at a password: on which account, from where, and what shows that it may be the user's. */
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
export type Counted =
  | { readonly kind: AttemptKind; readonly key: string; readonly backoff: Backoff }
  | { readonly kind: AttemptKind; readonly key: string; readonly allowance: Allowance }

/**
 * One way to have a password looked at: all that the attempt is counted by then, and each of it must grant it. In one order,
 * so that no two attempts wait for each other.
 */
export type Way = readonly Counted[]

/**
 * The ways of an attempt, in the order in which they are asked. A device that has a token is counted by itself. So is a
 * source that the user has signed in from, within what its network tries at all accounts. All others are counted
 * together as well: one who guesses from a thousand addresses. Where nobody says where attempts come from, they are all
 * strangers': were they one source's, anybody could put its waits on a victim.
 */
export const waysOf = ({ account, source, isKnown, device }: PasswordAttempt): readonly Way[] => [
  ...(device === undefined ? [] : [[byDevice(account, device)]]),
  [
    ...(source === undefined ? [] : [byNetwork(source), bySource(account, source)]),
    ...(isKnown ? [] : [byStrangers(account)]),
  ],
]

/**
 * The way of a password that came again, after it was refused for this reason. It counts as one of the network's where that
 * has attempts left.
 */
export const wayOfRepeated = (
  { account, source }: Pick<PasswordAttempt, 'account' | 'source'>,
  refusedBy: AttemptKind,
): Way => [
  ...(source === undefined
    ? []
    : [refusedBy === 'password-of-network' ? byRepeatsOf(source) : byNetwork(source)]),
  { kind: 'password-repeated', key: account, backoff: repeatBackoff },
]

const byDevice = (account: string, device: string): Counted => ({
  kind: 'password-of-device',
  key: `${account} ${device}`,
  backoff: passwordBackoff,
})

const byNetwork = (source: string): Counted => ({
  kind: 'password-of-network',
  key: source,
  allowance: networkAllowance,
})

const bySource = (account: string, source: string): Counted => ({
  kind: 'password',
  key: `${account} ${source}`,
  backoff: passwordBackoff,
})

const byStrangers = (account: string): Counted => ({
  kind: 'password-of-strangers',
  key: account,
  backoff: strangerBackoff,
})

const byRepeatsOf = (source: string): Counted => ({
  kind: 'password-repeated-of-network',
  key: source,
  allowance: networkRepeatAllowance,
})
