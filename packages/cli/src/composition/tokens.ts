import type { Hono } from 'hono'
import type { ServiceIdentifier } from 'inversify'
import type { Keepsake, KeepsakePorts } from '@keepsake/app'

/** One token for each port, with the port's name. */
export const portTokens: { readonly [P in keyof KeepsakePorts]-?: ServiceIdentifier<KeepsakePorts[P]> } = {
  storage: Symbol.for('keepsake.storage'),
  passwordHasher: Symbol.for('keepsake.password-hasher'),
  passwordVerifier: Symbol.for('keepsake.password-verifier'),
  commonPasswords: Symbol.for('keepsake.common-passwords'),
  breachedPasswords: Symbol.for('keepsake.breached-passwords'),
  transportCiphers: Symbol.for('keepsake.transport-ciphers'),
  totpEngine: Symbol.for('keepsake.totp-engine'),
  secretBox: Symbol.for('keepsake.secret-box'),
  keyedDigest: Symbol.for('keepsake.keyed-digest'),
  recoveryCodeHasher: Symbol.for('keepsake.recovery-code-hasher'),
  phoneNumbers: Symbol.for('keepsake.phone-numbers'),
  organization: Symbol.for('keepsake.organization'),
  noticeSender: Symbol.for('keepsake.notice-sender'),
  eventSender: Symbol.for('keepsake.event-sender'),
  system: Symbol.for('keepsake.system'),
}

/** The names of all ports, in a fixed order. */
export const portNames: readonly (keyof KeepsakePorts)[] = Object.keys(portTokens) as (keyof KeepsakePorts)[]

/** The tokens of the ports, and of what is made from them. */
export const tokens: typeof portTokens & {
  readonly keepsake: ServiceIdentifier<Keepsake>
  readonly httpApp: ServiceIdentifier<Hono>
} = { ...portTokens, keepsake: Symbol.for('keepsake.keepsake'), httpApp: Symbol.for('keepsake.http-app') }
