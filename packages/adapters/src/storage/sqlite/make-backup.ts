import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, link, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { unavailable, type Unavailable } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { schemaVersion } from '../sql/migrations.ts'
import { tables } from '../sql/tables.ts'
import { applicationId } from './schema.ts'
import { inThread, type ThreadStatement } from './thread.ts'

/** What was backed up: how many rows each table has in the copy. */
export type SqliteBackup = { readonly rows: Readonly<Record<string, number>> }

/** Nothing was written: there is no database to back up, or the name of the backup is taken. */
export type BackupRefused = {
  readonly kind: 'backup-refused'
  readonly reason: 'no-database' | 'target-exists'
}

export type BackupOptions = {
  /** The path of the database. It may be in use. */
  readonly file: string
  /** The path of the copy. Nothing may exist there. */
  readonly to: string
}

/** Copies the state of a database into a new file. Both paths are absolute. */
export const backUp = async (
  file: string,
  to: string,
): Promise<Result<SqliteBackup, BackupRefused | Unavailable>> => {
  if (!(await exists(file))) return err(refused('no-database'))
  // A log that is left beside it would become part of the copy.
  for (const taken of [to, `${to}-wal`, `${to}-journal`])
    if (await exists(taken)) return err(refused('target-exists'))
  await requireOurs(file)
  const partial = `${to}.${randomUUID()}.partial`
  // SQLite takes an empty file for a new database, and does not change its mode.
  await (await open(partial, 'wx', 0o600)).close()
  try {
    const before = await survey(file)
    await say(file, [{ sql: 'VACUUM INTO ?', values: [partial] }])
    const after = await survey(file)
    const copy = await check(partial)
    const isChanged = JSON.stringify(before) !== JSON.stringify(after)
    if (!isChanged && JSON.stringify(before) !== JSON.stringify(copy))
      return err(unavailable('storage', new Error('SQLite: the copy does not have every row')))
    await makeDurable(partial)
    await link(partial, to)
    await rm(partial)
    await makeDurable(dirname(to))
    return ok({ rows: copy })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return err(refused('target-exists'))
    throw error
  } finally {
    await rm(partial, { force: true })
  }
}

const refused = (reason: BackupRefused['reason']): BackupRefused => ({ kind: 'backup-refused', reason })

const exists = (file: string): Promise<boolean> =>
  access(file, constants.F_OK).then(
    () => true,
    () => false,
  )

/** How long to wait, in ms, while another process writes. */
const timeout = 5000

const say = (file: string, statements: readonly ThreadStatement[]): ReturnType<typeof inThread> =>
  inThread({ file, readOnly: true, timeout, statements })

type Counts = Readonly<Record<string, number>>

const counts: readonly ThreadStatement[] = Object.keys(tables).map((name) => ({
  sql: `SELECT '${name}' AS name, count(*) AS rows FROM ${name}`,
}))

const survey = async (file: string): Promise<Counts> =>
  Object.fromEntries((await say(file, counts)).flat().map(({ name, rows }) => [name, Number(rows)]))

const requireOurs = async (file: string): Promise<void> => {
  const [owner, version] = await say(file, [{ sql: 'PRAGMA application_id' }, { sql: 'PRAGMA user_version' }])
  if (owner?.[0]?.['application_id'] !== applicationId)
    throw new Error('SQLite: the database belongs to another program')
  if (version?.[0]?.['user_version'] !== schemaVersion)
    throw new Error('SQLite: the database is of another release: migrate it first, or back it up by its own')
}

/** Throws if the copy is not a sound Keepsake database. */
const check = async (file: string): Promise<Counts> => {
  await requireOurs(file)
  const [integrity, orphans] = await say(file, [
    { sql: 'PRAGMA integrity_check' },
    { sql: 'PRAGMA foreign_key_check' },
  ])
  if (integrity?.[0]?.['integrity_check'] !== 'ok' || orphans?.length !== 0)
    throw new Error('SQLite: the copy is damaged, and so may be the database')
  return survey(file)
}

const makeDurable = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
