import type { Result, ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { PasswordHash } from './credential.ts'
import type { HashDetails } from './hash-details.ts'
import type { PlainPassword } from './plain-password.ts'
import type { Strength } from './strength.ts'

/** Port: writes the pool's own hashes. It bounds by itself how many run at once and leaves the event loop free. */
export type PasswordHasher = {
  /** `sign-in`: somebody waits for it, so that it goes before the many of an `import`, which it is where nothing is said. */
  readonly hash: (
    password: PlainPassword,
    whatFor?: 'sign-in' | 'import',
  ) => ResultAsync<PasswordHash, Unavailable>
  /** How much work one hash is, as a multiple of argon2id with 19 MiB and two passes; 1 where absent. */
  readonly weight?: number
}

/**
 * `outdated`: right, but weaker than what the pool writes today. `not-mine`: no reader for this format, or
 * parameters beyond the bounds; nothing was computed.
 */
export type HashVerdict = 'right' | 'outdated' | 'wrong' | 'not-mine'

/**
 * `unknown`: no reader has this shape, or not the one that was named. `ambiguous`: the shape does not tell the format,
 * which has to be named. `too-costly`: a check would take more memory or time than we grant. `salt-not-taken` and the
 * like: the format has no place for this detail, which would change what its hashes are of. `salt-missing` and the like:
 * its hashes are of something that is not there. `expression-malformed`: the format is an expression that makes no sense.
 */
export type UnreadableHash =
  | 'unknown'
  | 'ambiguous'
  | 'too-costly'
  | `${'salt' | 'parameters' | 'encoding'}-not-taken`
  | `${'salt' | 'username'}-missing`
  | 'expression-malformed'

/** What a hash is worth. `wrappable`: it is one fast digest, over which the pool's own hash can be computed. */
export type HashDescription = { readonly strength: Strength; readonly wrappable: boolean }

/** Port: reads our own hashes and those that other systems made. */
export type PasswordVerifier = {
  /**
   * Tells the format of an encoded hash from its shape, or checks that it has the shape of the format that is named.
   * `details` say what does not stand in the hash; the hash that comes back says it all. Refuses parameters beyond our
   * bounds, and guesses nothing. Computes no hash.
   */
  readonly recognise: (
    encoded: string,
    format?: string,
    details?: HashDetails,
  ) => Result<PasswordHash, UnreadableHash>
  /**
   * Whether a text says of itself that it is a hash, such as `$2y$10$...`, and how it was made: nobody thinks such a text up
   * for a password. Of a text that could be a hash of several formats it says no. Computes no hash.
   */
  readonly looksHashed: (text: string) => boolean
  /** Checks a text against a hash, in constant time as to where they differ. */
  readonly verify: (
    text: string,
    hash: Pick<PasswordHash, 'format' | 'encoded'>,
  ) => ResultAsync<HashVerdict, Unavailable>
  /**
   * Takes as long as a check of a wrong password against a hash of this custom format has taken lately, and fails where
   * the last one has failed. It is shown no password and asks nobody, so that an attempt at a login that leads to nobody
   * can be answered like one at a user with such a hash. `not-mine`, at once, for a format that no reader has.
   */
  readonly pretend: (format: string) => ResultAsync<'wrong' | 'not-mine', Unavailable>
  /** Says what a hash is worth; nothing of one that no reader reads. Computes no hash. */
  readonly describe: (hash: Pick<PasswordHash, 'format' | 'encoded'>) => HashDescription | undefined
  /**
   * Computes the pool's own hash over the digest of a wrappable one, as strong as what the pool writes, and good for the
   * same password; the digest itself is not in it. A hash that is not wrappable comes back as it is.
   */
  readonly wrap: (hash: PasswordHash) => ResultAsync<PasswordHash, Unavailable>
}
