import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import { freePort } from './free-port.ts'
import type { Server } from './postgres.ts'
import { freezeTree, thawTree } from './process-tree.ts'

/** Whether the machine has a MariaDB: it comes from the system's packages, not from npm. */
export const hasMariadb = (): boolean => {
  try {
    execFileSync('mariadbd', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Starts the machine's MariaDB in a directory of its own, with its own settings but for those given as `name=value`. */
export const startMariadb = async (settings: readonly string[] = []): Promise<Server> => {
  const directory = mkdtempSync(join(tmpdir(), 'keepsake-mariadb-'))
  const data = join(directory, 'data')
  // A server that starts clears away the temporary tables of all others that have the same directory for them.
  const env = { ...process.env, TMPDIR: directory }
  const me = process.geteuid?.() === 0 ? ['--user=root'] : []
  execFileSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...me,
    ],
    { stdio: 'ignore', env },
  )
  const port = await freePort()
  const server = spawn(
    'mariadbd',
    [
      '--no-defaults',
      `--datadir=${data}`,
      `--socket=${join(directory, 'socket')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--max-connections=300',
      ...settings.map((setting) => `--${setting}`),
      ...me,
    ],
    { stdio: 'ignore', env },
  )
  const url = `mysql://root@127.0.0.1:${port}/keepsake`
  await makeDatabase(port)
  return {
    url,
    socket: join(directory, 'socket'),
    freeze: () => freezeTree(server.pid ?? 0),
    thaw: () => thawTree(server.pid ?? 0),
    stop: async () => {
      server.kill('SIGTERM')
      if (server.exitCode === null) await once(server, 'exit')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

const startTimeout = 60_000

const makeDatabase = async (port: number): Promise<void> => {
  const giveUpAt = Date.now() + startTimeout
  for (;;) {
    try {
      const connection = await createConnection({ host: '127.0.0.1', port, user: 'root' })
      await connection.query('CREATE DATABASE keepsake')
      return await connection.end()
    } catch (error) {
      if (Date.now() > giveUpAt) throw new Error('MariaDB did not start', { cause: error })
      await pause(100)
    }
  }
}
