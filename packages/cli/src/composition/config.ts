import { openPhoneNumbers } from '@keepsake/adapters/phone/libphonenumber'
import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { badConfig, orBadConfig, type BadConfig } from './bad-config.ts'
import {
  readConfigFile,
  readEnvironment,
  variableName,
  type ConfigValues,
  type Environment,
} from './config-values.ts'
import type { Config } from './configured.ts'
import { allFields, parseConfig } from './parse-config.ts'

export type { BadConfig } from './bad-config.ts'
export { variableName, type Environment } from './config-values.ts'
export type { KeyFile } from './key-files.ts'
export type { Config } from './configured.ts'

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
