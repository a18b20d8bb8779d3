import {
  configurationError,
  configurationIssue,
  formatPath,
  isConfigurationError,
  type ConfigurationError,
  type ConfigurationIssue,
  type Path,
} from '@keepsake/domain'
import { err, ok, ResultAsync, type Result } from 'neverthrow'

/**
 * What is wrong with the configuration: every issue, with the path of its field in the file, and all of them as a text for
 * the operator. It contains no value of the configuration.
 */
export type BadConfig = {
  readonly kind: 'bad-config'
  readonly issues: readonly ConfigurationIssue[]
  readonly reason: string
}

/** Makes a configuration error from issues. */
export const badConfigOf = (issues: readonly ConfigurationIssue[]): BadConfig => ({
  kind: 'bad-config',
  issues,
  reason: issues.map(inWords).join('\n'),
})

/** Makes a configuration error about a field, from what to do. */
export const badField = (path: Path, toDo: string): BadConfig =>
  badConfigOf([configurationIssue('configuration.refused', path, toDo)])

/** Makes a configuration error from a text that is about more than one field. */
export const badConfig = (reason: string): BadConfig => badField([], reason)

/** The results of several checks at once, or the issues of all that failed. */
export const allSound = <Given extends Readonly<Record<string, Result<unknown, BadConfig>>>>(
  given: Given,
): Result<Sound<Given>, BadConfig> => {
  const failed = Object.values(given).flatMap((each) => (each.isErr() ? each.error.issues : []))
  if (failed.length > 0) return err(badConfigOf(failed))
  return ok(
    Object.fromEntries(
      Object.entries(given).map(([name, each]) => [name, each.unwrapOr(undefined)]),
    ) as Sound<Given>,
  )
}

/** The values of results, under the same names. */
export type Sound<Given extends Readonly<Record<string, Result<unknown, BadConfig>>>> = {
  readonly [Name in keyof Given]: Given[Name] extends Result<infer T, BadConfig> ? T : never
}

/** The same for parts that are opened at once. */
export const allOpen = <Given extends Readonly<Record<string, ResultAsync<unknown, BadConfig>>>>(
  given: Given,
): ResultAsync<Open<Given>, BadConfig> =>
  new ResultAsync(
    Promise.all(Object.entries(given).map(async ([name, each]) => [name, await each] as const)).then((all) =>
      allSound(Object.fromEntries(all)),
    ),
  ) as ResultAsync<Open<Given>, BadConfig>

/** The values of async results, under the same names. */
export type Open<Given extends Readonly<Record<string, ResultAsync<unknown, BadConfig>>>> = {
  readonly [Name in keyof Given]: Given[Name] extends ResultAsync<infer T, BadConfig> ? T : never
}

/**
 * Opens an adapter. `fieldOf` gives the field in the configuration file for a path in the options of the adapter, whose
 * issues become those of the file.
 */
export const orBadConfig = <T>(
  fieldOf: (path: Path) => Path,
  open: () => T | Promise<T>,
): ResultAsync<T, BadConfig> =>
  ResultAsync.fromPromise((async () => open())(), (thrown) => {
    if (!isConfigurationError(thrown)) throw thrown
    return badConfigOf(thrown.issues.map((each) => ({ ...each, path: fieldOf(each.path) })))
  })

/** The same as an error to throw, for a service that reads the configuration itself. */
export const toConfigurationError = ({ issues }: BadConfig): ConfigurationError => configurationError(issues)

const inWords = ({ path, toDo }: ConfigurationIssue): string =>
  path.length === 0 ? toDo : `${fieldName(path)}: ${toDo}`

/** As an operator finds a field in the file: `rsaPrivateKeys[0].file`. */
export const fieldName = (path: Path): string =>
  path
    .map((step, index) =>
      typeof step === 'number' ? `[${step}]` : `${index === 0 ? '' : '.'}${formatPath([step])}`,
    )
    .join('')
