import { configurationError } from '@keepsake/domain'

/**
 * Loads code that needs an optional peer: `usePeer('pg', () => import('pg'))`. Throws a configuration error that says how
 * to install the package if it is missing, or if it cannot be loaded on this machine.
 */
export const usePeer = async <T>(name: string, load: () => Promise<T>): Promise<T> => {
  try {
    return await load()
  } catch (cause) {
    const isAbsent = isMissing(cause, name)
    throw configurationError(
      [
        {
          code: isAbsent ? 'package.missing' : 'package.does_not_load',
          path: [],
          toDo: isAbsent
            ? `this needs the package "${name}". Install it: npm install ${name}`
            : `the package "${name}" cannot be loaded here. Install it again on this machine: npm install ${name}`,
        },
      ],
      cause,
    )
  }
}

/** Node.js names the package that it did not find, in quotes; a tool that resolves modules instead does so too. */
const isMissing = (cause: unknown, name: string): boolean =>
  cause instanceof Error &&
  'code' in cause &&
  (cause.code === 'ERR_MODULE_NOT_FOUND' || cause.code === 'MODULE_NOT_FOUND') &&
  [`'${name}'`, `'${name}/`, `"${name}"`, `"${name}/`].some((quoted) => cause.message.includes(quoted))
