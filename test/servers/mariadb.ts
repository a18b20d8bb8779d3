import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { createConnection } from 'mysql2/promise'
import { freePort } from './free-port.ts'
import { startServer, type Server } from './server-process.ts'

/** Where servers are that are not meant for everybody's PATH. */
const environment = {
  ...process.env,
  PATH: [process.env['PATH'], '/usr/sbin', '/usr/local/sbin'].filter(Boolean).join(delimiter),
}

/** Whether the machine has a MariaDB: it comes from the system's packages, not from npm. */
export const hasMariadb = (): boolean => {
  try {
    execFileSync('mariadbd', ['--version'], { stdio: 'ignore', env: environment })
    return true
  } catch {
    return false
  }
}

/** Starts the machine's MariaDB in a directory of its own, with its own settings but for those given as `name=value`. */
export const startMariadb = async (settings: readonly string[] = []): Promise<Server> => {
  const directory = mkdtempSync(join(tmpdir(), 'keepsake-mariadb-'))
  const clear = (): void => rmSync(directory, { recursive: true, force: true })
  const [data, socket] = [join(directory, 'data'), join(directory, 'socket')]
  // A server that starts clears away the temporary tables of all others that have the same directory for them.
  const options = { cwd: directory, env: { ...environment, TMPDIR: directory } }
  const common = ['--no-defaults', `--datadir=${data}`, ...(process.geteuid?.() === 0 ? ['--user=root'] : [])]
  try {
    const access = ['--auth-root-authentication-method=normal', '--skip-test-db']
    await promisify(execFile)('mariadb-install-db', [...common, ...access], options)
    const port = await freePort()
    const server = await startServer({
      name: 'MariaDB',
      file: 'mariadbd',
      args: [
        ...common,
        `--socket=${socket}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--max-connections=300',
        ...settings.map((setting) => `--${setting}`),
      ],
      options,
      stopSignal: 'SIGTERM',
      ask: () => makeDatabase(port),
    })
    return {
      url: `mysql://root@127.0.0.1:${port}/keepsake`,
      ...server,
      socket,
      stop: async () => {
        await server.stop()
        clear()
      },
    }
  } catch (error) {
    clear()
    throw error
  }
}

const makeDatabase = async (port: number): Promise<void> => {
  const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' })
  try {
    await connection.query('CREATE DATABASE IF NOT EXISTS keepsake')
  } finally {
    await connection.end()
  }
}
