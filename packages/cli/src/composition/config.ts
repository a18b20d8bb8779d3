import { isIPv4 } from 'node:net'
import { conceal, type PoolSettings, type Secret } from '@keepsake/domain'
import type { SecretFiles } from '@keepsake/adapters/files/secret-file'
import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import { err, ok, Result, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { parsePoolSettings } from '@keepsake/app/kit'
import type { BoundKey } from '@keepsake/http'
import { accessKeyList, furtherKeys, secretOfKey } from './access-keys.ts'
import { badConfig, type BadConfig } from './bad-config.ts'
import { clientAddress, trustedProxies, type ClientAddressSource } from './client-address.ts'
import { argon2Config, legacyHashes, type PasswordAdaptersConfig } from './password-adapters.ts'
import {
  readConfigFile,
  readEnvironment,
  variableName,
  type ConfigValues,
  type Environment,
} from './config-values.ts'
import { httpConfig, type HttpConfig } from './http-config.ts'
import { keyList, rsaKeyFiles, rsaKeyList, sm2KeyFiles, type KeyFile } from './key-files.ts'
import { canTell, mail, noticeWords, sms, type NoticeConfig } from './notice-config.ts'
import { rsaPadding } from './rsa-padding.ts'
import { cryptography, sealingKeyList, sealingKeys, type SealingConfig } from './secret-adapters.ts'
import { filesConfig, type RecordBounds } from './record-adapters.ts'
import { databaseFields, parseDatabase, type DatabaseConfig } from './storage-adapters.ts'
import { webhooks } from './webhook-config.ts'

export { badConfig, type BadConfig } from './bad-config.ts'
export { variableName, type Environment } from './config-values.ts'
export type { KeyFile } from './key-files.ts'

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

const fields = {
  ...databaseFields,
  host: z.string().default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(3000),
  behindTlsProxy: z.boolean().default(false),
  clientAddress: clientAddress.optional(),
  trustedProxies: trustedProxies.optional(),
  http: httpConfig,
  files: filesConfig,
  accessKeyId: z.string().min(1),
  accessKeySecret: secretOfKey,
  accessKeys: accessKeyList.default([]),
  sealingKey: z.string().min(1).optional(),
  sealingKeys: sealingKeyList.optional(),
  cryptography,
  rsaPrivateKeyFile: z.string().optional(),
  sm2PrivateKeyFile: z.string().optional(),
  rsaPrivateKeys: rsaKeyList.optional(),
  sm2PrivateKeys: keyList.optional(),
  rsaPrivateKeyPassphrase: z.string().min(1).optional(),
  sm2PrivateKeyPassphrase: z.string().min(1).optional(),
  rsaPadding: rsaPadding.default('pkcs1'),
  argon2: argon2Config,
  legacyHashes,
  passwordVerifiersFile: z.string().optional(),
  breachedPasswordsUrl: z.url({ protocol: /^https?$/u, error: 'an http or https address' }).optional(),
  notices: noticeWords,
  mail: mail.optional(),
  sms: sms.optional(),
  webhooks: webhooks.optional(),
  secretFiles: z.enum(['private', 'any']).default('private'),
  departments: z
    .union([
      z.literal('any'),
      z.array(z.strictObject({ departmentId: z.string(), openDepartmentId: z.string().optional() })),
    ])
    .default('any'),
  tenants: z.union([z.literal('any'), z.array(z.string())]).default('any'),
}

/** Fields whose values are checked together with the pool's settings. */
const poolFields = [
  'phoneCountryCode',
  'emails',
  'usernames',
  'birthdates',
  'customFields',
  'loginUrl',
  'resetUrl',
  'activationUrl',
  'newAccounts',
  'apps',
  'events',
  'limits',
  'otp',
  'passwords',
] as const

const configFile = z.strictObject({
  ...fields,
  ...Object.fromEntries(poolFields.map((name) => [name, z.unknown().optional()])),
})

/**
 * Reads the configuration: a JSON file, if there is one at `file`, and the environment, which overrides it. There,
 * `databaseUrl` is `KEEPSAKE_DATABASE_URL`, and so on. Values that are not text are written as JSON. `file` and the paths in
 * the environment are relative to `folder`, which is the process's current folder if absent.
 */
export const loadConfig = (
  file: string,
  environment: Environment,
  folder: string = '.',
): ResultAsync<Config, BadConfig> =>
  readConfigFile(file, folder).andThen((written) => {
    const values = { ...written?.values, ...readEnvironment(environment, allFields, folder) }
    if (written?.exposure !== undefined && values['secretFiles'] !== 'any')
      return err(badConfig(`${file} ${written.exposure}`))
    return checkComplete(values, file, written !== undefined).andThen(() => parseConfig(values, environment))
  })

const allFields = [...Object.keys(fields), ...poolFields]

/** At least one field of each row is required. Every other field has a default or may be absent. */
const requiredFields = [
  ['databaseUrl'],
  ['accessKeyId'],
  ['accessKeySecret'],
  ['sealingKey', 'sealingKeys'],
] as const

/** Tells an operator with a missing or incomplete configuration what to do. */
const checkComplete = (values: ConfigValues, file: string, isThere: boolean): Result<void, BadConfig> => {
  const missing = requiredFields
    .filter((fields) => !fields.some((field) => field in values))
    .map(([field]) => field)
  if (missing.length === 0) return ok()
  const variables = missing.map(variableName).join(', ')
  return err(
    badConfig(
      isThere
        ? `${file} lacks ${missing.join(', ')}: add what is missing, or set ${variables}`
        : `there is no file ${file}: run \`keepsake init\` to write one, or set ${variables}`,
    ),
  )
}

const parseConfig = (values: ConfigValues, environment: Environment): Result<Config, BadConfig> => {
  const parsed = configFile.safeParse(values)
  if (!parsed.success) return err(badConfig(z.prettifyError(parsed.error)))
  const { accessKeySecret, ...rest } = parsed.data
  const database = parseDatabase(rest)
  if (database.isErr()) return err(database.error)
  if (!isLoopback(rest.host) && !rest.behindTlsProxy)
    return err(
      badConfig(
        'host is not a loopback address: passwords need TLS, so set behindTlsProxy where a proxy adds it',
      ),
    )
  if (rest.trustedProxies !== undefined && rest.clientAddress !== 'x-forwarded-for')
    return err(
      badConfig(
        'trustedProxies counts those who write x-forwarded-for: set clientAddress to that, or leave it out',
      ),
    )
  const keys = Result.combine([
    rsaKeyFiles(rest, environment),
    sm2KeyFiles(rest, environment),
    sealingKeys(rest.sealingKey, rest.sealingKeys),
    furtherKeys(rest.accessKeys, rest.accessKeyId, rest.tenants),
  ])
  if (keys.isErr()) return err(keys.error)
  const [rsaPrivateKeys, sm2PrivateKeys, listedKeys, accessKeys] = keys.value
  const { host, port, behindTlsProxy, accessKeyId, departments, tenants } = rest
  const { argon2, legacyHashes: legacy, passwordVerifiersFile, breachedPasswordsUrl } = rest
  const poolInput = Object.fromEntries(
    poolFields.flatMap((name) => (name in values ? [[name, values[name]]] : [])),
  )
  const notices = {
    words: rest.notices,
    mail: rest.mail,
    sms: rest.sms,
    webhooks: rest.webhooks,
    secretFiles: rest.secretFiles,
  }
  const told = { events: canTell(notices), notices: { otpImported: rest.notices.otpImported } }
  return parsePoolSettings({ pool: accessKeyId, ...told, ...poolInput }, openPhoneNumbers())
    .mapErr(badConfig)
    .map((pool) => ({
      database: database.value,
      host,
      port,
      behindTlsProxy,
      http: rest.http,
      ...(rest.clientAddress === undefined ? {} : { clientAddress: rest.clientAddress }),
      trustedProxies: rest.trustedProxies ?? 1,
      accessKeyId,
      accessKeySecret: conceal(accessKeySecret),
      accessKeys,
      sealing: { keys: listedKeys, cryptography: rest.cryptography },
      rsaPrivateKeys,
      sm2PrivateKeys,
      passwordAdapters: { argon2, legacyHashes: legacy, passwordVerifiersFile, breachedPasswordsUrl },
      notices,
      secretFiles: rest.secretFiles,
      departments,
      tenants,
      files: rest.files,
      pool,
    }))
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
