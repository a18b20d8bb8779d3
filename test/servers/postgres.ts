import { execFile } from 'node:child_process'
import { chownSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { findPostgres, withinReach } from './postgres-programs.ts'
import { startServer, type Server } from './server-process.ts'
import { makeRoom, ordinaryUser } from './server-user.ts'

const name = 'keepsake'

/** Starts a real PostgreSQL, from npm, in a directory of its own, with its own settings but for those given as `name=value`. */
export const startPostgres = async (settings: readonly string[] = []): Promise<Server> => {
  const found = await findPostgres()
  if (found === undefined) throw new Error('npm has no PostgreSQL for this machine')
  const user = ordinaryUser()
  const room = makeRoom('keepsake-postgres-', user)
  const clear = (): void => rmSync(room, { recursive: true, force: true })
  try {
    const { initdb, postgres } = withinReach(found, room, user)
    // Messages go by the settings of the machine's user, and so would the shell that a program starts.
    const options = { ...user, cwd: room, env: { ...process.env, LC_ALL: 'C' } }
    const [data, password] = [join(room, 'data'), join(room, 'password')]
    writeFileSync(password, name)
    if (user !== undefined) chownSync(password, user.uid, user.gid)
    const access = [`--username=${name}`, `--pwfile=${password}`, '--auth=password']
    const form = ['--encoding=UTF8', '--locale=C', `--pgdata=${data}`]
    await promisify(execFile)(initdb, [...access, ...form], options)
    const port = await freePort()
    const url = `postgres://${name}:${name}@127.0.0.1:${port}/postgres`
    const given = [
      'max_connections=200',
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${room}`,
      ...settings,
    ]
    const server = await startServer({
      name: 'PostgreSQL',
      file: postgres,
      args: ['-D', data, '-p', String(port), ...given.flatMap((setting) => ['-c', setting])],
      options,
      stopSignal: 'SIGINT',
      ask: () => connectOnce(url),
    })
    return {
      url,
      ...server,
      socket: room,
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

const connectOnce = async (url: string): Promise<void> => {
  const client = new pg.Client(url)
  try {
    await client.connect()
  } finally {
    await client.end()
  }
}
