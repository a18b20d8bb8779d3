import {
  configurationError,
  configurationIssue,
  isConfigurationError,
  type ConfigurationError,
  type Unavailable,
} from '@keepsake/domain'

/**
 * The configuration error of a database that cannot be opened: the server does not answer, the file belongs to another
 * program, and so on. `storage.does_not_open` has the engine's own error, in our words, as its cause.
 */
export const doesNotOpen = (
  error: unknown,
  toUnavailable: (error: unknown) => Unavailable,
): ConfigurationError => {
  if (isConfigurationError(error)) return error
  const { cause } = toUnavailable(error)
  return configurationError(
    [
      configurationIssue(
        'storage.does_not_open',
        [],
        `see to the database, which does not open: ${inWords(cause)}`,
      ),
    ],
    cause,
  )
}

/** Several failed attempts to connect have codes and no message of their own. */
const inWords = (cause: unknown): string => {
  const { message = '', code } = cause as Partial<NodeJS.ErrnoException>
  return message !== '' ? message : (code ?? 'it gives no reason')
}
