import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import { badConfig, type BadConfig } from './bad-config.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What a configuration says, unchecked, by field. */
export type ConfigValues = Readonly<Record<string, unknown>>

/** The environment variable that stands for a field. */
export const variableName = (field: string): string =>
  `KEEPSAKE_${field.replaceAll(/[A-Z]/gu, (letter) => `_${letter}`).toUpperCase()}`

/** What the JSON file says, its own files relative to itself; nothing where there is no such file. */
export const readConfigFile = (file: string): ResultAsync<ConfigValues | undefined, BadConfig> =>
  new ResultAsync(
    readFile(file, 'utf8').then(
      (text) => parseFile(text, file).map((values) => anchored(values, dirname(resolve(file)))),
      (cause: NodeJS.ErrnoException) =>
        cause.code === 'ENOENT'
          ? ok(undefined)
          : err(badConfig(`${file} cannot be read: ${cause.code ?? 'unknown'}`)),
    ),
  )

const parseFile = (text: string, file: string): Result<ConfigValues, BadConfig> => {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return ok({ ...value })
  } catch {
    // Said below: the parser's own message would quote the file, which holds secrets.
  }
  return err(badConfig(`${file} is not a JSON object`))
}

/** What the environment says of these fields, its files relative to the present folder. An empty variable says nothing. */
export const readEnvironment = (environment: Environment, fields: readonly string[]): ConfigValues =>
  anchored(
    Object.fromEntries(
      fields.flatMap((field) => {
        const text = environment[variableName(field)]
        return text === undefined || text === ''
          ? []
          : [[field, textFields.has(field) ? text : jsonOrText(text)]]
      }),
    ),
    '.',
  )

const textFields: ReadonlySet<string> = new Set([
  'databaseUrl',
  'host',
  'accessKeyId',
  'accessKeySecret',
  'sealingKey',
  'rsaPrivateKeyFile',
  'sm2PrivateKeyFile',
  'phoneCountryCode',
  'loginUrl',
])

const jsonOrText = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const anchored = (values: ConfigValues, folder: string): ConfigValues =>
  Object.fromEntries(
    Object.entries(values).map(([field, value]) => [
      field,
      typeof value === 'string' ? (anchors.get(field)?.(folder, value) ?? value) : value,
    ]),
  )

const keyFile = (folder: string, file: string): string => resolve(folder, file)

const sqliteUrl = (folder: string, url: string): string => {
  const file = /^sqlite:(.+)$/su.exec(url)?.[1]
  return file === undefined ? url : `sqlite:${resolve(folder, file)}`
}

/** Fields that name a file, and how the file becomes absolute. */
const anchors: ReadonlyMap<string, (folder: string, value: string) => string> = new Map([
  ['rsaPrivateKeyFile', keyFile],
  ['sm2PrivateKeyFile', keyFile],
  ['databaseUrl', sqliteUrl],
])
