/** What an argon2 hash costs (RFC 9106, section 3.1). */
export type Argon2Parameters = {
  /** In KiB. */
  readonly memory: number
  readonly passes: number
  readonly parallelism: number
}

/** OWASP's first choice and the minimum of ASVS 5.0, appendix C, for argon2id: 19 MiB, 2 passes, 1 lane. */
export const argon2Parameters: Argon2Parameters = { memory: 19_456, passes: 2, parallelism: 1 }
