import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import type { Storage } from '@keepsake/domain'
import { onTestFinished } from 'vitest'

/** A directory that goes when the test ends. */
export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'keepsake-'))
  onTestFinished(() => {
    makeWritable(directory)
    rmSync(directory, { recursive: true, force: true })
  })
  return directory
}

/** Nobody but the superuser can clear a directory that may only be read. */
const makeWritable = (directory: string): void => {
  chmodSync(directory, 0o700)
  for (const entry of readdirSync(directory, { withFileTypes: true }))
    if (entry.isDirectory()) makeWritable(join(directory, entry.name))
}

/** The path of a database that is not there yet, in a directory of its own. */
export const temporaryFile = (): string => join(temporaryDirectory(), 'users.db')

/** Opens the file, which must work, and closes it when the test ends. */
export const openSqlite = async (file: string): Promise<Storage> => {
  const storage = await openSqliteStorage({ file })
  onTestFinished(async () => void (await storage.close()))
  return storage
}
