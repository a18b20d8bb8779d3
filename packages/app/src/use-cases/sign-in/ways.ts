import {
  networkAllowance,
  passwordBackoff,
  strangerBackoff,
  type Allowance,
  type AttemptKind,
  type Backoff,
} from '@keepsake/domain'

/** An attempt at a password: on which account, from where, and whether it has come from there before. */
export type PasswordAttempt = {
  /** As `accountOf` names it. */
  readonly account: string
  readonly source: string | undefined
  readonly isStranger: boolean
}

/** Something that an attempt is counted by. */
export type Counted = {
  readonly kind: AttemptKind
  readonly key: string
  readonly limit: Backoff | Allowance
}

/**
 * What an attempt is counted by: what comes from the same source to the same account, what the network tries at all
 * accounts, and for a stranger what all strangers try at this one. Who has signed in from there before is slowed down by
 * nobody else's attempts at the account. Where nobody says where attempts come from, they are all strangers': were they one
 * source's, anybody could put its waits on a victim.
 *
 * In the order in which they are counted, so that no two attempts wait for each other.
 */
export const countedBy = ({ account, source, isStranger }: PasswordAttempt): readonly Counted[] => [
  ...(source === undefined ? [] : [byNetwork(source), bySource(account, source)]),
  ...(isStranger ? [byStrangers(account)] : []),
]

/** What is tried at all accounts from one network. */
export const byNetwork = (source: string): Counted => ({
  kind: 'password-of-network',
  key: source,
  limit: networkAllowance,
})

/** What is tried at an account from one source. */
export const bySource = (account: string, source: string): Counted => ({
  kind: 'password',
  key: `${account} ${source}`,
  limit: passwordBackoff,
})

/** What all strangers together try at an account. */
export const byStrangers = (account: string): Counted => ({
  kind: 'password-of-strangers',
  key: account,
  limit: strangerBackoff,
})
