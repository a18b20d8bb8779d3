import { formatPath, type Path } from './issue.ts'

/**
 * One reason why a part does not open: what is wrong (`code`), in which of the options (`path`), and what to do about it, in
 * words for the operator. It never holds a secret.
 */
export type ConfigurationIssue = {
  readonly code: `${string}.${string}`
  readonly path: Path
  readonly toDo: string
}

/** What every function throws that opens a part, if its options or its surroundings are wrong. */
export type ConfigurationError = Error & {
  readonly name: 'ConfigurationError'
  readonly issues: readonly ConfigurationIssue[]
}

/** Makes a configuration issue. `toDo` begins with a verb and names nothing secret: `'give a key of 32 bytes'`. */
export const configurationIssue = (
  code: ConfigurationIssue['code'],
  path: Path,
  toDo: string,
): ConfigurationIssue => ({ code, path, toDo })

/** Makes the error. Its message has a line for each issue: the path, what to do, and the code. */
export const configurationError = (
  issues: readonly ConfigurationIssue[],
  cause?: unknown,
): ConfigurationError =>
  Object.assign(new Error(issues.map(inWords).join('\n'), cause === undefined ? {} : { cause }), {
    name: 'ConfigurationError' as const,
    issues,
  })

/** Whether something that was thrown is a configuration error. */
export const isConfigurationError = (thrown: unknown): thrown is ConfigurationError =>
  thrown instanceof Error && thrown.name === 'ConfigurationError' && 'issues' in thrown

/** Throws a configuration error if there is an issue. */
export const refuseConfiguration = (issues: readonly ConfigurationIssue[]): void => {
  if (issues.length > 0) throw configurationError(issues)
}

/** The same issues, with the prefix before their paths. */
export const configuredUnder = (
  prefix: Path,
  issues: readonly ConfigurationIssue[],
): readonly ConfigurationIssue[] => issues.map((each) => ({ ...each, path: [...prefix, ...each.path] }))

const inWords = ({ code, path, toDo }: ConfigurationIssue): string =>
  path.length === 0 ? `${toDo} (${code})` : `${formatPath(path)}: ${toDo} (${code})`
