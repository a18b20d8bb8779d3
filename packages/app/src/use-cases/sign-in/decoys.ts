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
import type { PoolPorts } from '../../ports.ts'
import { oneRun } from '../one-run.ts'
import type { DigestKey } from '../sealing/digest-key.ts'

/**
 * The hash to check where there is none, so that it takes as long: one of the pool's, of a format and cost that are as
 * frequent among decoys as among users. An account, as `accountOf` names it, keeps its decoy while the pool stays much
 * the same. Whose hash it is does not matter, because nobody asks what the check comes to.
 */
export type Decoys = { readonly pick: (account: string) => ResultAsync<PasswordHash, Unavailable> }

type DecoyPorts = Pick<PoolPorts, 'passwordHasher' | 'passwordVerifier' | 'sources'> &
  Pick<DigestKey, 'digestOf'>

/** What a pool's hashes are changes with its sign-ins, a little at a time; to count them takes a while. */
const freshForMs = 10 * 60_000

export const openDecoys = (
  { passwordHasher, passwordVerifier, sources, digestOf }: DecoyPorts,
  { credentials }: Pick<PoolStorage, 'credentials'>,
  { passwords }: PoolSettings,
): Decoys => {
  let own: PasswordHash | undefined
  let mix: { readonly counts: readonly HashCount[]; readonly at: Instant } | undefined

  /** For a pool without any hash: one of our own making, of a password that nobody has. */
  const makeOwn = oneRun(() =>
    passwordHasher
      .hash(generatePassword(sources.randomBytes, passwords.policy), 'sign-in')
      .map((hash) => (own = hash)),
  )

  // A hash that cannot be read would take no time, and none of the users' checks takes none.
  const isReadable = ({ example: { encoded, format } }: HashCount): boolean =>
    passwordVerifier.recognise(encoded, format).isOk()

  const survey = oneRun(() =>
    credentials.survey().map((found) => {
      const counts = found.filter(isReadable).toSorted((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1))
      // An empty pool is asked again by the next one, which costs little: the first users may come at any moment.
      mix = found.length === 0 ? undefined : { counts, at: sources.clock() }
      return counts
    }),
  )

  const counts = (): ResultAsync<readonly HashCount[], Unavailable> => {
    if (mix === undefined) return survey()
    const { counts: known, at } = mix
    // Where the clock ran ahead and went back, the count is of no moment that was.
    if (Math.abs(sources.clock() - at) >= freshForMs) {
      mix = { counts: known, at: sources.clock() }
      // Nobody waits for it, or the wait would tell who came first. Where it fails, the old mix does until the next time.
      survey().then(ignore, ignore)
    }
    return okAsync(known)
  }

  return {
    pick: (account) =>
      counts().andThen((known) => {
        const chosen = choose(known, digestOf(`decoy ${account}`))
        if (chosen !== undefined) return okAsync(chosen.example)
        return own === undefined ? makeOwn() : okAsync(own)
      }),
  }
}

const ignore = (): void => undefined

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
