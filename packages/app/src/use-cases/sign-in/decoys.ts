import {
  generatePassword,
  type HashCount,
  type Instant,
  type PasswordHash,
  type PoolSettings,
  type PoolStorage,
  type Unavailable,
} from '@keepsake/domain'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { IdentityPorts } from '../../ports.ts'

/**
 * The hash to check where there is none, so that it takes as long: one of the pool's, of a format and cost that are as
 * frequent among decoys as among users. A login keeps its decoy while the pool stays much the same. Whose hash it is does
 * not matter, because nobody asks what the check comes to.
 */
export type Decoys = { readonly pick: (login: string) => ResultAsync<PasswordHash, Unavailable> }

/** What a pool's hashes are changes with its sign-ins, a little at a time; to count them takes a while. */
const freshForMs = 10 * 60_000

export const openDecoys = (
  { passwordHasher, sources, keyedDigest }: IdentityPorts,
  { credentials }: Pick<PoolStorage, 'credentials'>,
  { passwords }: PoolSettings,
): Decoys => {
  let own: ResultAsync<PasswordHash, Unavailable> | undefined
  let mix: { readonly counts: readonly HashCount[]; readonly at: Instant } | undefined

  /** For a pool without any hash: one of our own making, of a password that nobody has. */
  const ownHash = (): ResultAsync<PasswordHash, Unavailable> =>
    (own ??= passwordHasher
      .hash(generatePassword(sources.randomBytes, passwords.policy))
      .mapErr((failure) => {
        // A hasher that did not answer once may answer the next time.
        own = undefined
        return failure
      }))

  const survey = (): ResultAsync<readonly HashCount[], Unavailable> =>
    credentials.survey().map((found) => {
      const counts = found.toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
      mix = { counts, at: sources.clock() }
      return counts
    })

  const counts = (): ResultAsync<readonly HashCount[], Unavailable> => {
    if (mix === undefined) return survey()
    const { counts: known, at } = mix
    if (sources.clock() - at >= freshForMs) {
      // Nobody waits for it, or the wait would tell who came first; and one survey at a time will do.
      mix = { counts: known, at: sources.clock() }
      void survey()
    }
    return okAsync(known)
  }

  return {
    pick: (login) =>
      counts().andThen((known) => {
        const chosen = choose(known, keyedDigest(`decoy ${login}`))
        return chosen === undefined ? ownHash() : okAsync(chosen.example)
      }),
  }
}

const nameOf = ({ example }: HashCount): string => `${example.format} ${example.cost}`

/** Each as likely as its share of the users, by 48 bits of the digest. */
const choose = (counts: readonly HashCount[], digest: Uint8Array): HashCount | undefined => {
  const users = counts.reduce((sum, each) => sum + each.users, 0)
  const place = (Buffer.from(digest).readUIntBE(0, 6) / 2 ** 48) * users
  let sum = 0
  return counts.find((each) => {
    sum += each.users
    return place < sum
  })
}
