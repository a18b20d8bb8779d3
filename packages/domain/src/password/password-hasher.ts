import type { Result, ResultAsync } from 'neverthrow'
import type { Unavailable } from '../kernel/failure.ts'
import type { PasswordHash } from './credential.ts'
import type { HashDetails } from './hash-details.ts'
import type { HashVerdict } from './hash-verdict.ts'
import type { PlainPassword } from './plain-password.ts'
import type { Strength } from './strength.ts'

/** Port: writes the pool's own hashes. It limits by itself how many run at once, and leaves the event loop free. */
export type PasswordHasher = {
  /**
   * `sign-in`: a user waits for the hash, so it goes before the many hashes of an `import`. If absent, the hash is part
   * of an `import`.
   */
  readonly hash: (
    password: PlainPassword,
    whatFor?: 'sign-in' | 'import',
  ) => ResultAsync<PasswordHash, Unavailable>
  /** How much work one hash is, as a multiple of argon2id with 19 MiB and two passes; 1 if absent. */
  readonly weight?: number
}

/**
 * `unknown`: no reader has this shape, or the reader that was named has not. `format-unknown`: no reader has the name
 * that was given. `ambiguous`: the shape does not tell the format, so the format has to be named. `too-costly`: a check
 * would take more memory or time than we grant. `salt-not-taken` and the like: the format has no place for this detail, which would change what its hashes are made
 * of. `salt-missing` and the like: its hashes are made of something that is not there. `expression-malformed`: the
 * format is an expression that makes no sense.
 */
export type UnreadableHash =
  | 'unknown'
  | 'format-unknown'
  | 'ambiguous'
  | 'too-costly'
  | `${'salt' | 'parameters' | 'encoding'}-not-taken`
  | `${'salt' | 'username'}-missing`
  | 'expression-malformed'

/** How strong a hash is. `wrappable`: it is one fast digest, over which the pool's own hash can be computed. */
export type HashDescription = { readonly strength: Strength; readonly wrappable: boolean }

/** Port: reads our own hashes and those that other systems made. */
export type PasswordVerifier = {
  /**
   * Tells the format of an encoded hash from its shape, or checks that it has the shape of the format that is named.
   * `details` say what is not in the hash itself; the hash that is answered contains everything. Refuses parameters
   * beyond our bounds, and guesses nothing. Computes no hash.
   */
  readonly recognise: (
    encoded: string,
    format?: string,
    details?: HashDetails,
  ) => Result<PasswordHash, UnreadableHash>
  /**
   * Whether the text itself says that it is a hash, such as `$2y$10$...`, and how it was made: nobody chooses such a
   * text as a password. Answers false for a text that could be a hash of several formats. Computes no hash.
   */
  readonly looksHashed: (text: string) => boolean
  /** Checks a text against a hash. The time does not depend on where they differ. */
  readonly verify: (
    text: string,
    hash: Pick<PasswordHash, 'format' | 'encoded'>,
  ) => ResultAsync<HashVerdict, Unavailable>
  /**
   * Takes as long as a check of a wrong password against a hash of this custom format has taken lately, and fails if
   * the last one has failed. It gets no password and calls no other system. With it, an attempt at a login that no user
   * has can be answered like an attempt at a user with such a hash. Answers `not-mine`, at once, for a format that no
   * reader has.
   */
  readonly pretend: (format: string) => ResultAsync<'wrong' | 'not-mine', Unavailable>
  /** Says how strong a hash is; `undefined` for a hash that no reader reads. Computes no hash. */
  readonly describe: (hash: Pick<PasswordHash, 'format' | 'encoded'>) => HashDescription | undefined
  /**
   * Computes the pool's own hash over the digest of a wrappable hash. The new hash is as strong as what the pool writes
   * and accepts the same password; it does not contain the digest itself. A hash that is not wrappable comes back as it
   * is.
   */
  readonly wrap: (hash: PasswordHash) => ResultAsync<PasswordHash, Unavailable>
}
