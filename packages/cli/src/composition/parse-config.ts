import { conceal, configurationIssue, type ConfigurationIssue, type PhoneNumbers } from '@keepsake/domain'
import { err, type Result } from 'neverthrow'
import { z } from 'zod'
import { parsePoolSettings, toDo } from '@keepsake/app/kit'
import { accessKeyList, furtherKeys, secretOfKey } from './access-keys.ts'
import { allSound, badConfigOf, type BadConfig } from './bad-config.ts'
import { checkHost, checkProxies } from './check-host.ts'
import { clientAddress, trustedProxies } from './client-address.ts'
import type { Config } from './configured.ts'
import type { ConfigValues, Environment } from './config-values.ts'
import { httpConfig } from './http-config.ts'
import { keyList, rsaKeyFiles, rsaKeyList, sm2KeyFiles } from './key-files.ts'
import { canTell, mail, noticeWords, sms } from './notice-config.ts'
import { argon2Config, legacyHashes } from './password-adapters.ts'
import { filesConfig } from './record-adapters.ts'
import { rsaPadding } from './rsa-padding.ts'
import { cryptography, sealingKeyList, sealingKeys } from './secret-adapters.ts'
import { databaseFields, parseDatabase } from './storage-adapters.ts'
import { webhooks } from './webhook-config.ts'

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
  breachedPasswordsUrl: z.url({ protocol: /^https?$/u, error: 'give an http or https address' }).optional(),
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

/** The schema of a configuration, but for the fields of the pool. */
const configFile = z.strictObject({
  ...fields,
  ...Object.fromEntries(poolFields.map((name) => [name, z.unknown().optional()])),
})

/** The names of all fields. */
export const allFields: readonly string[] = [...Object.keys(fields), ...poolFields]

/** Checks the values of a configuration. Lists everything that is wrong with them. */
export const parseConfig = (
  values: ConfigValues,
  environment: Environment,
  phones: PhoneNumbers,
): Result<Config, BadConfig> => {
  const parsed = configFile.safeParse(values, { error: toDo })
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

const toIssue = ({ path, message }: z.core.$ZodIssue): ConfigurationIssue =>
  configurationIssue(
    'configuration.malformed',
    path.map((step) => (typeof step === 'symbol' ? String(step) : step)),
    message,
  )
