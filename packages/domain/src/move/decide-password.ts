import type { Instant } from '../kernel/system.ts'

/** What is known of a user's password when a source brings one. */
export type PasswordFacts = {
  /** What the source brings, as a trace; `undefined` if it brings none. */
  readonly brought: string | undefined
  /** The trace of what it brought last. */
  readonly last: string | undefined
  /** When the source says that the user set the password that it brings. */
  readonly broughtSetAt?: Instant | undefined
  /** The same of what it brought last. */
  readonly lastSetAt?: Instant | undefined
  /** When the present password was set, as its credential has it; `undefined` without one. */
  readonly presentSetAt: Instant | undefined
  /** The same of the password that the last move wrote. A stronger hash of a password has the same time. */
  readonly movedSetAt: Instant | undefined
}

/**
 * `leave`: the source brings none, or the same as before. `set`: the user has none yet. `replace`: what rests here is what a
 * move wrote, or our own stronger hash of it. `keep-ours`: the password was set here since. `keep-newer`: the source's own
 * date says that it brings an older password than last time.
 */
export type PasswordVerdict = 'leave' | 'set' | 'replace' | 'keep-ours' | 'keep-newer'

/**
 * Decides about a password that a source brings for a known user. How strong the hashes are does not matter: the source's is
 * the user's newer password, and the next sign-in makes a stronger hash of it.
 */
export const decidePassword = (facts: PasswordFacts): PasswordVerdict => {
  const { brought, last, broughtSetAt, lastSetAt, presentSetAt, movedSetAt } = facts
  if (brought === undefined || brought === last) return 'leave'
  if (presentSetAt === undefined) return 'set'
  if (presentSetAt !== movedSetAt) return 'keep-ours'
  return broughtSetAt !== undefined && lastSetAt !== undefined && broughtSetAt < lastSetAt
    ? 'keep-newer'
    : 'replace'
}
