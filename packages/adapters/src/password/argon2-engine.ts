import type { Argon2Parameters } from './argon2-parameters.ts'

/** The variants of RFC 9106, as PHC strings name them. */
export type Argon2Variant = 'argon2id' | 'argon2i' | 'argon2d'

/** All parameters of an argon2 hash of a password (RFC 9106, section 3.1). */
export type Argon2Task = Argon2Parameters & {
  readonly variant: Argon2Variant
  /** 19 is the version of RFC 9106; 16 came before it. */
  readonly version: 16 | 19
  readonly salt: Buffer
  readonly digestBytes: number
}

/**
 * A library that computes argon2, in every variant and both versions, and leaves the event loop free. The caller limits
 * how many run at once. Rejects if the library does.
 */
export type Argon2Engine = ((password: Buffer, task: Argon2Task) => Promise<Buffer>) & {
  /** Loads the library. Rejects with a configuration error if it is not installed. It is called when a part opens. */
  readonly load?: () => Promise<unknown>
}
