import { spawnSync } from 'node:child_process'
import { chownSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { startServer, type Server } from './server-process.ts'
import { makeRoom, ordinaryUser } from './server-user.ts'

const file = ['pgbouncer', '/usr/sbin/pgbouncer'].find(
  (each) => spawnSync(each, ['--version'], { stdio: 'ignore' }).status === 0,
)

/** Whether the machine has pgbouncer: it comes from the system's packages, not from npm. */
export const hasPgbouncer = file !== undefined

/** Starts pgbouncer before a PostgreSQL. It lends a connection for one transaction. */
export const startPgbouncer = async (postgresUrl: string): Promise<Server> => {
  const { hostname, port: serverPort, username, password } = new URL(postgresUrl)
  const user = ordinaryUser()
  const room = makeRoom('keepsake-pgbouncer-', user)
  const port = await freePort()
  const [config, users] = [join(room, 'pgbouncer.ini'), join(room, 'users.txt')]
  writeFileSync(users, `"${username}" "${password}"\n`)
  writeFileSync(
    config,
    [
      '[databases]',
      `* = host=${hostname} port=${serverPort}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = plain',
      `auth_file = ${users}`,
      'pool_mode = transaction',
      'default_pool_size = 4',
      'max_client_conn = 200',
      'ignore_startup_parameters = extra_float_digits',
    ].join('\n'),
  )
  if (user !== undefined) for (const each of [config, users]) chownSync(each, user.uid, user.gid)
  const url = new URL(postgresUrl)
  url.port = String(port)
  const server = await startServer({
    name: 'pgbouncer',
    file: file ?? 'pgbouncer',
    args: [config],
    options: { ...user, cwd: room },
    stopSignal: 'SIGINT',
    ask: async () => {
      const client = new pg.Client({ connectionString: url.href })
      await client.connect()
      await client.end()
    },
  })
  return {
    url: url.href,
    ...server,
    socket: room,
    stop: async () => {
      await server.stop()
      rmSync(room, { recursive: true, force: true })
    },
  }
}
