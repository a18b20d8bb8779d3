import type { Stats } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { err, ok, ResultAsync, type Result } from 'neverthrow'

/**
 * Who may own and read files with secrets. `private`: only this user and the superuser may read or write them. `any`:
 * nothing is checked; for mounts without such modes, such as those of Kubernetes.
 */
export type SecretFiles = 'private' | 'any'

/**
 * Why a file was not read: the code of the operating system, or that others can read or write the file. The words
 * contain nothing of the file.
 */
export type UnreadableFile = { readonly code: string; readonly reason: string }

/**
 * Reads a text with secrets, unless others than this user and the superuser can read or write the file behind its path.
 */
export const readSecretFile = (
  file: string,
  allowed: SecretFiles = 'private',
): ResultAsync<string, UnreadableFile> => new ResultAsync(read(file, allowed).catch(unreadable))

const read = async (file: string, allowed: SecretFiles): Promise<Result<string, UnreadableFile>> => {
  // The file that is checked is the file that is read, even if the path leads to another file by then.
  await using handle = await open(file, 'r')
  const exposure = allowed === 'any' ? undefined : exposureOf(await handle.stat())
  return exposure === undefined
    ? ok(await handle.readFile('utf8'))
    : err({ code: 'EXPOSED', reason: exposure })
}

const unreadable = (cause: unknown): Result<never, UnreadableFile> => {
  const { code = 'unknown' } = cause as NodeJS.ErrnoException
  return err({ code, reason: `cannot be read: ${code}` })
}

/** Who else can read or write a file, in words; nothing if nobody can, or if there is no such file. */
export const findExposure = (file: string): Promise<string | undefined> =>
  stat(file).then(exposureOf, () => undefined)

const exposureOf = ({ mode, uid }: Pick<Stats, 'mode' | 'uid'>): string | undefined => {
  // Windows has other rights, which a mode does not show.
  const own = process.geteuid?.()
  if (own === undefined) return undefined
  if (uid !== own && uid !== 0) return `belongs to another user: ${howToMend}`
  const others = mode & 0o077
  if (others === 0) return undefined
  const may = (others & 0o022) === 0 ? 'may be read' : 'may be written'
  return `${may} by other users, with mode ${(mode & 0o777).toString(8)}: ${howToMend}`
}

const howToMend =
  'give it to the user of this process with mode 600, or set secretFiles to "any" where it must be so'
