import type { PoolSettings, Secret } from '@keepsake/domain'
import type { SecretFiles } from '@keepsake/adapters/files/secret-file'
import type { BoundKey } from '@keepsake/http'
import type { ClientAddressSource } from './client-address.ts'
import type { HttpConfig } from './http-config.ts'
import type { KeyFile } from './key-files.ts'
import type { NoticeConfig } from './notice-config.ts'
import type { PasswordAdaptersConfig } from './password-adapters.ts'
import type { RecordBounds } from './record-adapters.ts'
import type { SealingConfig } from './secret-adapters.ts'
import type { DatabaseConfig } from './storage-adapters.ts'

/**
 * All decisions of an operator, checked. Paths of files are absolute. Secrets are wrapped, so the object can be printed
 * safely.
 */
export type Config = {
  readonly database: DatabaseConfig
  readonly host: string
  readonly port: number
  readonly behindTlsProxy: boolean
  readonly http: HttpConfig
  /** If absent, no address is trusted, and every sign-in counts as one from an unknown network. */
  readonly clientAddress?: ClientAddressSource
  /** The number of the operator's own proxies that every request passes, if `clientAddress` is `x-forwarded-for`. */
  readonly trustedProxies: number
  readonly accessKeyId: string
  readonly accessKeySecret: Secret<string>
  /** Further access keys, including those of tenants. */
  readonly accessKeys: readonly BoundKey[]
  readonly sealing: SealingConfig
  /** The newest first. Without a key, no password can be sent under this cipher. */
  readonly rsaPrivateKeys: readonly KeyFile[]
  readonly sm2PrivateKeys: readonly KeyFile[]
  readonly passwordAdapters: PasswordAdaptersConfig
  /** How notices and events are sent. */
  readonly notices: NoticeConfig
  /** Who may have access to key files and to the configuration. */
  readonly secretFiles: SecretFiles
  readonly departments:
    'any' | readonly { readonly departmentId: string; readonly openDepartmentId?: string }[]
  readonly tenants: 'any' | readonly string[]
  /** The bounds of files that are imported. */
  readonly files: RecordBounds
  readonly pool: PoolSettings
}
