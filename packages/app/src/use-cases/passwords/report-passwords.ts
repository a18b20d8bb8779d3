import type { HashCount, PasswordVerifier, Strength, Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import type { Context } from '../../context.ts'

/** `unreadable`: no verifier here can read such hashes, so their users cannot sign in. */
export type ReportedStrength = Strength | 'unreadable'

/** How many users have a hash of one format and cost, and how strong these hashes are. */
export type ReportedHashes = {
  readonly strength: ReportedStrength
  readonly format: string
  /** What decides how long a check takes, such as `iterations=10000`. */
  readonly cost: string
  readonly users: number
}

/** The numbers of users by the strength, format and cost of their hashes. */
export type PasswordReport = {
  /** How many users have a hash of each strength. */
  readonly strengths: Readonly<Record<ReportedStrength, number>>
  /** The most urgent first: sorted by strength, then by the number of users. */
  readonly hashes: readonly ReportedHashes[]
}

const byUrgency: readonly ReportedStrength[] = ['unreadable', 'weak', 'fair', 'strong']

/** Counts the users who have a password by the format, cost and strength of its hash. */
export const reportPasswords = ({ storage, ports }: Context): ResultAsync<PasswordReport, Unavailable> =>
  storage.credentials.survey().map((counts) => {
    const hashes = counts
      .map((count) => toReported(count, ports.passwordVerifier))
      .toSorted((one, other) => urgency(one) - urgency(other) || other.users - one.users)
    const usersOf = (strength: ReportedStrength): number =>
      hashes.filter((each) => each.strength === strength).reduce((sum, each) => sum + each.users, 0)
    return {
      strengths: {
        unreadable: usersOf('unreadable'),
        weak: usersOf('weak'),
        fair: usersOf('fair'),
        strong: usersOf('strong'),
      },
      hashes,
    }
  })

const urgency = ({ strength }: ReportedHashes): number => byUrgency.indexOf(strength)

const toReported = ({ users, example }: HashCount, verifier: PasswordVerifier): ReportedHashes => ({
  strength: verifier.describe(example)?.strength ?? 'unreadable',
  format: example.format,
  cost: example.cost,
  users,
})
