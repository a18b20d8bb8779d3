import { realpathSync, statSync } from 'node:fs'

/** Throws if the files of an open database are no longer those that its path leads to. */
export type FileWatch = () => void

/**
 * Remembers which files a database consists of. SQLite continues to use the open files whatever happens to their names:
 * what it then writes cannot be found again.
 */
export const watchFiles = (path: string): FileWatch => {
  const real = realpathSync(path)
  const files = [path, `${real}-wal`, `${real}-shm`].map((file) => ({ file, identity: identityOf(file) }))
  return () => {
    for (const { file, identity } of files)
      if (identity === undefined || identityOf(file) !== identity) throw new Error(`SQLite: ${moved}`)
  }
}

const moved =
  'the database file, or one of its -wal and -shm files, was removed, renamed or replaced while it was open: put it back, or start again with what is there'

/** What tells a file from every other file of the machine. */
const identityOf = (file: string): string | undefined => {
  const found = statSync(file, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? undefined : `${found.dev}:${found.ino}`
}
