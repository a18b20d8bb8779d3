import type { Checked } from '../../kernel/collect.ts'
import { readKeyUri } from './key-uri.ts'
import { readOtpMigration } from './migration-uri.ts'
import type { OtpAccount } from './uri-account.ts'
import { isMigrationUri } from './authenticator-uri.ts'

/**
 * The accounts of a URI for authenticator apps: the one account of `otpauth://`, or all accounts of
 * `otpauth-migration://`.
 */
export const readOtpUri = (uri: string): Checked<readonly OtpAccount[]> =>
  isMigrationUri(uri)
    ? readOtpMigration(uri).map(({ accounts }) => accounts)
    : readKeyUri(uri).map((account) => [account])
