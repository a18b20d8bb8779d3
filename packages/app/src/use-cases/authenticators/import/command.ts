import type { BatchMode, Issue, NewAuthenticator } from '@keepsake/domain'
import type { ExistingAuthenticator, RefusedRow } from '@keepsake/domain/rules'

/** A user of ours, and the authenticator that this user already has elsewhere. */
export type AuthenticatorToImport = { readonly userId: string; readonly otp: NewAuthenticator }

/** A batch of authenticators of existing users, and how to import them. */
export type ImportAuthenticators = {
  readonly list: readonly AuthenticatorToImport[]
  /** What happens to users who already have another second factor. The default is `refuse`. */
  readonly existing?: ExistingAuthenticator
  /** Another way to say `existing: 'replace'`. Ignored if `existing` is given. */
  readonly replace?: boolean
  /** The default is `all`. */
  readonly mode?: BatchMode
}

/** What was imported and what was refused. */
export type ImportAuthenticatorsReport = {
  /**
   * How many users had no authenticator and now have one (`enrolled`), have another one than before (`replaced`), have an
   * additional one (`added`), or have the same as before (`unchanged`).
   */
  readonly enrolled: number
  readonly replaced: number
  readonly added: number
  readonly unchanged: number
  /** In the order of the list, with complete paths. Always empty in mode `all`. */
  readonly refused: readonly RefusedRow[]
  /** Warnings about rows that were accepted. */
  readonly warnings: readonly Issue[]
}
