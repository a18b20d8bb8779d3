import type {
  HashCount,
  Instant,
  PasswordHash,
  PoolSettings,
  PoolStorage,
  Unavailable,
} from '@keepsake/domain'
import { generatePassword } from '@keepsake/domain/rules'
import { okAsync, type ResultAsync } from 'neverthrow'
import type { PoolPorts } from '../ports.ts'
import { oneRun } from '../use-cases/shared/one-run.ts'
import type { DigestKey } from '../use-cases/secrets/digest-key.ts'

/**
 * Picks the hash to check if there is no real one, so that the check takes as long. It is one of the pool's hashes. A format
 * and cost is as frequent among decoys as among users. An account (the value of `accountOf`) keeps its decoy while the pool
 * changes little. It does not matter whose hash it is, because the result is ignored.
 */
export type Decoys = { readonly pick: (account: string) => ResultAsync<PasswordHash, Unavailable> }

type DecoyPorts = Pick<PoolPorts, 'passwordHasher' | 'passwordVerifier' | 'system'> &
  Pick<DigestKey, 'digestOf'>

/** In ms. The pool's hashes change slowly, with its sign-ins, and it takes a while to count them. */
const freshForMs = 10 * 60_000

/** Makes the decoys of a pool. */
export const openDecoys = (
  { passwordHasher, passwordVerifier, system, digestOf }: DecoyPorts,
  { credentials }: Pick<PoolStorage, 'credentials'>,
  { passwords }: PoolSettings,
): Decoys => {
  let own: PasswordHash | undefined
  let mix: { readonly counts: readonly HashCount[]; readonly at: Instant } | undefined

  /** For a pool without hashes: a hash of a random password that nobody has. */
  const makeOwn = oneRun(() =>
    passwordHasher
      .hash(generatePassword(system.randomBytes, passwords.policy), 'sign-in')
      .map((hash) => (own = hash)),
  )

  // The check of an unreadable hash would take no time, but every check of a user's hash takes time.
  const isReadable = ({ example: { encoded, format } }: HashCount): boolean =>
    passwordVerifier.recognise(encoded, format).isOk()

  const survey = oneRun(() =>
    credentials.survey().map((found) => {
      const counts = found.filter(isReadable).toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
      // An empty pool is counted again at the next attempt. This costs little, and the first users may be created at any
      // time.
      mix = found.length === 0 ? undefined : { counts, at: system.clock() }
      return counts
    }),
  )

  const counts = (): ResultAsync<readonly HashCount[], Unavailable> => {
    if (mix === undefined) return survey()
    const { counts: known, at } = mix
    // If the clock was set back, the count has a time that never happened.
    if (Math.abs(system.clock() - at) >= freshForMs) {
      mix = { counts: known, at: system.clock() }
      // No caller waits for it: the wait would show who came first. If it fails, the old counts are used until the next
      // time.
      survey().then(ignore, ignore)
    }
    return okAsync(known)
  }

  return {
    pick: (account) =>
      counts().andThen((known) => {
        const chosen = choose(known, digestOf('decoy', account))
        if (chosen !== undefined) return okAsync(chosen.example)
        return own === undefined ? makeOwn() : okAsync(own)
      }),
  }
}

const ignore = (): void => undefined

const nameOf = ({ example }: HashCount): string => `${example.format} ${example.cost}`

/** Chooses each count with the probability of its share of users, by 48 bits of the digest. */
const choose = (counts: readonly HashCount[], digest: Uint8Array): HashCount | undefined => {
  const users = counts.reduce((sum, each) => sum + each.users, 0)
  const place = (Buffer.from(digest).readUIntBE(0, 6) / 2 ** 48) * users
  let sum = 0
  return counts.find((each) => {
    sum += each.users
    return place < sum
  })
}
