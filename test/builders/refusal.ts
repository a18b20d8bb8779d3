import { isConfigurationError, type ConfigurationError } from '@keepsake/domain'

/** The configuration error that an opening must throw, or reject with. */
export const refusalOf = async (open: () => unknown): Promise<ConfigurationError> => {
  const thrown = await caught(open)
  if (isConfigurationError(thrown)) return thrown
  throw new Error('no configuration error was thrown', { cause: thrown })
}

const caught = async (open: () => unknown): Promise<unknown> => {
  try {
    await open()
    return undefined
  } catch (thrown) {
    return thrown
  }
}

/** Its issues as `path code`, in the order in which they were found. */
export const refusedFor = async (open: () => unknown): Promise<readonly string[]> =>
  (await refusalOf(open)).issues.map(({ code, path }) => `${path.join('.')} ${code}`)
