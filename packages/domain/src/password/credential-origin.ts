import { err } from 'neverthrow'
import { collect, optional, type Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import type { Instant } from '../kernel/system.ts'
import { parseLine } from '../kernel/text.ts'

/**
 * Where a password comes from. `here`: it was set here. `moved`: it came from another system at this time. A stronger
 * hash of the same password has the same origin.
 */
export type CredentialOrigin = { readonly kind: 'here' } | MovedOrigin

/** The origin of a password that came from another system. */
export type MovedOrigin = { readonly kind: 'moved'; readonly at: Instant } & Partial<GivenOrigin>

/** What a caller says about the origin of a password that it brings. */
export type GivenOrigin = {
  /** The name of the source, such as `auth0-prod`. */
  readonly source: string
  /** The caller's own keyed digest of what the source held. It is stored as it is and never answered. */
  readonly digest?: string
}

const maxSource = 128
const maxDigest = 256

/** Checks what a caller says about the origin of a password. */
export const parseOrigin = (given: GivenOrigin): Checked<GivenOrigin> =>
  collect({
    source: parseName(given.source, maxSource),
    digest: optional(given.digest, (digest) => parseName(digest, maxDigest)),
  })

const parseName = (text: string, max: number): Checked<string> =>
  text === '' ? err([issue('password.origin_field_empty')]) : parseLine(text, max)

/**
 * The origin of a new user's password. A hash that another system made comes from there, and so does a password in
 * clear text if its caller names a source.
 */
export const originOf = (isKept: boolean, given: GivenOrigin | undefined, now: Instant): CredentialOrigin =>
  isKept || given !== undefined ? { kind: 'moved', ...given, at: now } : { kind: 'here' }
