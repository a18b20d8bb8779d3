import type { Checked } from '../../kernel/collect.ts'
import { readKeyUri } from './key-uri.ts'
import { readMigrationUri } from './migration-uri.ts'
import type { UriAccount } from './uri-account.ts'
import { isMigrationUri } from './authenticator-uri.ts'

/**
 * The accounts of a URI for authenticator apps: the one account of `otpauth://`, or all accounts of
 * `otpauth-migration://`.
 */
export const readAuthenticatorUri = (uri: string): Checked<readonly UriAccount[]> =>
  isMigrationUri(uri)
    ? readMigrationUri(uri).map(({ accounts }) => accounts)
    : readKeyUri(uri).map((account) => [account])
