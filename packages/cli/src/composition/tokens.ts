import type { Hono } from 'hono'
import type { ServiceIdentifier } from 'inversify'
import type { Identity, IdentityPorts } from '@keepsake/app'

/** One token a port, named like it. */
export const portTokens: { readonly [P in keyof IdentityPorts]-?: ServiceIdentifier<IdentityPorts[P]> } = {
  storage: Symbol.for('keepsake.storage'),
  passwordHasher: Symbol.for('keepsake.password-hasher'),
  passwordVerifier: Symbol.for('keepsake.password-verifier'),
  commonPasswords: Symbol.for('keepsake.common-passwords'),
  breachedPasswords: Symbol.for('keepsake.breached-passwords'),
  transportCiphers: Symbol.for('keepsake.transport-ciphers'),
  otpEngine: Symbol.for('keepsake.otp-engine'),
  secretBox: Symbol.for('keepsake.secret-box'),
  keyedDigest: Symbol.for('keepsake.keyed-digest'),
  recoveryCodeHasher: Symbol.for('keepsake.recovery-code-hasher'),
  phoneNumbers: Symbol.for('keepsake.phone-numbers'),
  directory: Symbol.for('keepsake.directory'),
  noticeSender: Symbol.for('keepsake.notice-sender'),
  eventSender: Symbol.for('keepsake.event-sender'),
  sources: Symbol.for('keepsake.sources'),
}

/** The names of all ports, in one fixed order. */
export const portNames: readonly (keyof IdentityPorts)[] = Object.keys(portTokens) as (keyof IdentityPorts)[]

/** The ports' tokens, and those of what is made from them. */
export const tokens: typeof portTokens & {
  readonly identity: ServiceIdentifier<Identity>
  readonly httpApp: ServiceIdentifier<Hono>
} = { ...portTokens, identity: Symbol.for('keepsake.identity'), httpApp: Symbol.for('keepsake.http-app') }
