import { isIPv4 } from 'node:net'
import {
  conceal,
  configurationIssue,
  type ConfigurationIssue,
  type PhoneNumbers,
  type PoolSettings,
  type Secret,
} from '@keepsake/domain'
import type { SecretFiles } from '@keepsake/adapters/files/secret-file'
import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { z } from 'zod'
import { parsePoolSettings } from '@keepsake/app/kit'
import type { BoundKey } from '@keepsake/http'
import { accessKeyList, furtherKeys, secretOfKey } from './access-keys.ts'
import { allSound, badConfig, badConfigOf, orBadConfig, type BadConfig } from './bad-config.ts'
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

export type { BadConfig } from './bad-config.ts'
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
  'identityOnlyUsers',
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

/** Reads the configuration, as `loadConfig` says. */
export const readConfig = (
  file: string,
  environment: Environment,
  folder: string = '.',
): ResultAsync<Config, BadConfig> =>
  readConfigFile(file, folder).andThen((written) => {
    const values = { ...written?.values, ...readEnvironment(environment, allFields, folder) }
    if (written?.exposure !== undefined && values['secretFiles'] !== 'any')
      return err(badConfig(`${file} ${written.exposure}`))
    return checkComplete(values, file, written !== undefined).asyncAndThen(() =>
      orBadConfig((path) => path, openPhoneNumbers).andThen((phones) =>
        parseConfig(values, environment, phones),
      ),
    )
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

const parseConfig = (
  values: ConfigValues,
  environment: Environment,
  phones: PhoneNumbers,
): Result<Config, BadConfig> => {
  const parsed = configFile.safeParse(values)
  if (!parsed.success) return err(badConfigOf(parsed.error.issues.map(toIssue)))
  const { accessKeySecret, ...rest } = parsed.data
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
  const { host, port, behindTlsProxy, accessKeyId, departments, tenants } = rest
  const { argon2, legacyHashes: legacy, passwordVerifiersFile, breachedPasswordsUrl } = rest
  return allSound({
    database: parseDatabase(rest),
    host: checkHost(rest),
    proxies: checkProxies(rest),
    rsaPrivateKeys: rsaKeyFiles(rest, environment),
    sm2PrivateKeys: sm2KeyFiles(rest, environment),
    keys: sealingKeys(rest.sealingKey, rest.sealingKeys),
    accessKeys: furtherKeys(rest.accessKeys, accessKeyId, tenants),
    pool: parsePoolSettings({ pool: accessKeyId, ...told, ...poolInput }, phones).mapErr(badConfigOf),
  }).map(({ database, rsaPrivateKeys, sm2PrivateKeys, keys, accessKeys, pool }) => ({
    database,
    host,
    port,
    behindTlsProxy,
    http: rest.http,
    ...(rest.clientAddress === undefined ? {} : { clientAddress: rest.clientAddress }),
    trustedProxies: rest.trustedProxies ?? 1,
    accessKeyId,
    accessKeySecret: conceal(accessKeySecret),
    accessKeys,
    sealing: { keys, cryptography: rest.cryptography },
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

/** zod's messages name types, limits and options, and never the value. */
const toIssue = ({ path, message }: z.core.$ZodIssue): ConfigurationIssue =>
  configurationIssue(
    'configuration.malformed',
    path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
    message,
  )

type HostFields = { readonly host: string; readonly behindTlsProxy: boolean }

const checkHost = ({ host, behindTlsProxy }: HostFields): Result<void, BadConfig> =>
  isLoopback(host) || behindTlsProxy
    ? ok()
    : err(
        badConfig(
          'host is not a loopback address: passwords need TLS, so set behindTlsProxy where a proxy adds it',
        ),
      )

type ProxyFields = {
  readonly trustedProxies?: number | undefined
  readonly clientAddress?: ClientAddressSource | undefined
}

const checkProxies = ({ trustedProxies, clientAddress }: ProxyFields): Result<void, BadConfig> =>
  trustedProxies === undefined || clientAddress === 'x-forwarded-for'
    ? ok()
    : err(
        badConfig(
          'trustedProxies counts those who write x-forwarded-for: set clientAddress to that, or leave it out',
        ),
      )

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'))
