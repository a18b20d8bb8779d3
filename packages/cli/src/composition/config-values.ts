import { dirname, resolve } from 'node:path'
import { findExposure, readSecretFile } from '@keepsake/adapters/files/secret-file'
import { parseJson } from '@keepsake/domain'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import { describe } from '@keepsake/http/wire'
import { badConfig, type BadConfig } from './bad-config.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** The unchecked values of a configuration, by field. */
export type ConfigValues = Readonly<Record<string, unknown>>

/** The environment variable of a field. */
export const variableName = (field: string): string =>
  `KEEPSAKE_${field.replaceAll(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase()}`

/**
 * The content of a configuration file. `exposure` says, in words, who else can read or change the file; absent if nobody
 * can.
 */
export type WrittenConfig = { readonly values: ConfigValues; readonly exposure: string | undefined }

/** Reads the JSON file. Paths in it become relative to its folder. `undefined` if there is no such file. */
export const readConfigFile = (
  file: string,
  folder: string,
): ResultAsync<WrittenConfig | undefined, BadConfig> => {
  const path = resolve(folder, file)
  // The file itself says whether others may have access to it, so it is read before that is checked.
  return readSecretFile(path, 'any')
    .andThen((text) =>
      ResultAsync.fromSafePromise(findExposure(path)).map((exposure) => ({ text, exposure })),
    )
    .map(({ text, exposure }) =>
      parseFile(text, file).map((values) => ({ values: anchored(values, dirname(path)), exposure })),
    )
    .orElse(({ code, reason }) =>
      code === 'ENOENT' ? ok(ok(undefined)) : ok(err(badConfig(`${file} ${reason}`))),
    )
    .andThen((written) => written)
}

const parseFile = (text: string, file: string): Result<ConfigValues, BadConfig> => {
  const read = parseJson(text)
  // A fault inside the JSON is named by its key. If the file is not JSON at all, the code below says so.
  const fault = read.isErr() ? read.error.find(({ path }) => path.length > 0) : undefined
  if (fault !== undefined) return err(badConfig(`${file}: ${describe(fault, 'en-US')}`))
  const value = read.unwrapOr(undefined)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? ok({ ...value })
    : err(badConfig(`${file} is not a JSON object`))
}

/** Reads these fields from the environment. Paths in it are relative to the folder. An empty variable counts as absent. */
export const readEnvironment = (
  environment: Environment,
  fields: readonly string[],
  folder: string,
): ConfigValues =>
  anchored(
    Object.fromEntries(
      fields.flatMap((field) => {
        const text = environment[variableName(field)]
        return text === undefined || text === ''
          ? []
          : [[field, textFields.has(field) ? text : jsonOrText(text)]]
      }),
    ),
    folder,
  )

const textFields: ReadonlySet<string> = new Set([
  'databaseUrl',
  'databaseSchema',
  'databaseMigration',
  'host',
  'clientAddress',
  'accessKeyId',
  'accessKeySecret',
  'sealingKey',
  'rsaPrivateKeyFile',
  'sm2PrivateKeyFile',
  'rsaPrivateKeyPassphrase',
  'sm2PrivateKeyPassphrase',
  'phoneCountryCode',
  'loginUrl',
  'resetUrl',
  'activationUrl',
  'newAccounts',
  'passwordVerifiersFile',
  'breachedPasswordsUrl',
  'secretFiles',
])

const jsonOrText = (text: string): unknown => parseJson(text).unwrapOr(text)

const anchored = (values: ConfigValues, folder: string): ConfigValues =>
  Object.fromEntries(
    Object.entries(values).map(([field, value]) => [field, (anchors.get(field) ?? asIs)(folder, value)]),
  )

/**
 * Makes the paths in a field's value absolute. A value of the wrong shape stays as it is, and is refused later by its check.
 */
type Anchor = (folder: string, value: unknown) => unknown

const asIs: Anchor = (_, value) => value

const keyFile: Anchor = (folder, file) => (typeof file === 'string' ? resolve(folder, file) : file)

const keyFiles: Anchor = (folder, keys) =>
  Array.isArray(keys) ? keys.map((key: unknown) => inList(folder, key)) : keys

const inList: Anchor = (folder, key) =>
  typeof key === 'object' && key !== null && 'file' in key ? { ...key, file: keyFile(folder, key.file) } : key

/** Makes the path absolute that is found by following these names into nested objects. */
const within =
  (...names: readonly string[]): Anchor =>
  (folder, value) => {
    const [name, ...rest] = names
    if (name === undefined) return keyFile(folder, value)
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
      ? { ...value, [name]: within(...rest)(folder, (value as ConfigValues)[name]) }
      : value
  }

const sqliteUrl: Anchor = (folder, url) => {
  const file = typeof url === 'string' ? /^sqlite:(.+)$/su.exec(url)?.[1] : undefined
  return file === undefined ? url : `sqlite:${resolve(folder, file)}`
}

/** The fields that name files, and how their paths become absolute. */
const anchors: ReadonlyMap<string, Anchor> = new Map([
  ['rsaPrivateKeyFile', keyFile],
  ['sm2PrivateKeyFile', keyFile],
  ['passwordVerifiersFile', keyFile],
  ['rsaPrivateKeys', keyFiles],
  ['sm2PrivateKeys', keyFiles],
  ['notices', within('capturedTo')],
  ['mail', (folder, value) => within('caFile')(folder, within('dkim', 'privateKeyFile')(folder, value))],
  ['databaseUrl', sqliteUrl],
])
