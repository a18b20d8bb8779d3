import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import { userPoolId, type Storage } from '@keepsake/domain'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { placeCertificate } from '../../servers/certificate.ts'
import { startMariadb } from '../../servers/mariadb.ts'
import { startPostgres } from '../../servers/postgres.ts'
import type { Server } from '../../servers/server-process.ts'
import { askByUrl, type Ask } from './ask-by-url.ts'
import { refusalOf } from './refusal-of.ts'

const vector = (name: string): string => fileURLToPath(new URL(`../../vectors/tls/${name}`, import.meta.url))
const ca = vector('ca.pem')

type Engine = {
  readonly start: (files: { readonly cert: string; readonly key: string }) => Promise<Server>
  readonly startPlain: () => Promise<Server>
  readonly open: (url: string) => Promise<Storage>
  /** Ways to say that its unix socket is meant. */
  readonly socketUrls: (server: Server) => readonly string[]
  /** Whether the driver checks the names of certificates against addresses. */
  readonly checksAddresses: boolean
  /** Whether a storage that is opened meanwhile, and is still open, speaks to the server in secret. */
  readonly howSpoken: (url: string, open: () => Promise<unknown>) => Promise<'encrypted' | 'clear' | 'both'>
}

/** The same server by another name. The machine leads 0.0.0.0 to itself, and nothing says that it would. */
const from = (url: string, host: string, query = ''): string => url.replace('127.0.0.1', host) + query

const testTls = (engine: Engine): void => {
  let secure: Server
  let plain: Server
  let clear = (): void => undefined
  beforeAll(async () => {
    const files = placeCertificate()
    clear = files.clear
    secure = await engine.start(files)
    plain = await engine.startPlain()
  }, 120_000)
  afterAll(async () => {
    await Promise.all([secure.stop(), plain.stop()])
    clear()
  }, 120_000)

  const howSpoken = (server: Server, host: string, query = ''): Promise<string> =>
    engine.howSpoken(server.url, async () => {
      const storage = await engine.open(from(server.url, host, query))
      onTestFinished(async () => void (await storage.close()))
    })

  test.each<readonly [string, string, string]>([
    ['127.0.0.1', '', 'clear'],
    ['localhost', '', 'clear'],
    ['127.0.0.1', '?sslmode=require', 'encrypted'],
    ['0.0.0.0', '?sslmode=require', 'encrypted'],
    ['0.0.0.0', '?sslmode=no-verify', 'encrypted'],
    ['0.0.0.0', '?sslmode=disable', 'clear'],
    ['0.0.0.0', `?sslmode=verify-ca&sslrootcert=${ca}`, 'encrypted'],
    ['0.0.0.0', `?sslmode=require&sslrootcert=${ca}`, 'encrypted'],
    ['localhost', `?sslrootcert=${ca}`, 'encrypted'],
    ['localhost', `?sslmode=verify-full&sslrootcert=${ca}`, 'encrypted'],
  ])('to %s%s', async (host, query, expected) => {
    expect(await howSpoken(secure, host, query)).toBe(expected)
  })

  const unnamed = /needs the name of the server and not its address/u
  const untrusted = /nobody who is trusted has signed the server's certificate: name its CA by sslrootcert/u
  const anothers = /the server's certificate is for another name/u
  const none = /the server has no TLS: turn it on there, or say sslmode=disable/u

  test.each<readonly [string, string, RegExp]>([
    ['0.0.0.0', '', engine.checksAddresses ? untrusted : unnamed],
    ['0.0.0.0', `?sslmode=verify-ca&sslrootcert=${vector('server.pem')}`, untrusted],
    ['localhost', '?sslmode=verify-full', untrusted],
    ['0.0.0.0', `?sslrootcert=${ca}`, engine.checksAddresses ? anothers : unnamed],
    ['0.0.0.0', `?sslmode=verify-full&sslrootcert=${ca}`, engine.checksAddresses ? anothers : unnamed],
    ['127.0.0.1', `?sslmode=verify-ca&sslrootcert=${vector('server.pem')}`, untrusted],
    [
      '127.0.0.1',
      '?sslmode=verify-ca&sslrootcert=/nowhere/ca.pem',
      /sslrootcert: \/nowhere\/ca.pem cannot be read: ENOENT/u,
    ],
  ])('to %s%s it is refused', async (host, query, reason) => {
    expect(await refusalOf(engine.open(from(secure.url, host, query)))).toMatch(reason)
  })

  test('to a server without TLS it is refused, unless that is what was asked for', async () => {
    const usual = await refusalOf(engine.open(from(plain.url, '0.0.0.0')))
    expect(usual).toMatch(engine.checksAddresses ? none : unnamed)
    expect(await refusalOf(engine.open(from(plain.url, '127.0.0.1', '?sslmode=require')))).toMatch(none)
    expect(await howSpoken(plain, '0.0.0.0', '?sslmode=disable')).toBe('clear')
  })

  test('by its unix socket it is reached in every spelling, without TLS', async () => {
    for (const url of engine.socketUrls(plain)) {
      const storage = await engine.open(url)
      expect((await storage.inPool(userPoolId('pool-one')).users.count({})).isOk()).toBe(true)
      await storage.close()
    }
  })

  test('nothing of the password is sent where TLS is refused on the way', async () => {
    const heard: Buffer[] = []
    // The attacker in between says that there is no TLS.
    const between = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (data: Buffer) => {
        heard.push(data)
        socket.write('N')
      })
    })
    await new Promise<void>((resolve) => between.listen(0, '0.0.0.0', resolve))
    onTestFinished(() => void between.close())
    const address = between.address()
    const url = new URL(secure.url)
    url.port = String(typeof address === 'object' ? address?.port : '')
    url.password = 'canary'
    await refusalOf(engine.open(from(url.href, '0.0.0.0', '?sslmode=require')))
    expect(Buffer.concat(heard).toString('latin1')).not.toContain('canary')
  })
}

describe('TLS to PostgreSQL', () => {
  testTls({
    start: ({ cert, key }) =>
      startPostgres(['ssl=on', `ssl_cert_file=${cert}`, `ssl_key_file=${key}`, 'listen_addresses=*']),
    startPlain: () => startPostgres(['listen_addresses=*']),
    open: (url) => openPostgresStorage({ url }),
    checksAddresses: true,
    socketUrls: ({ url, socket }) => {
      const { port } = new URL(url)
      return [
        `postgres://keepsake:keepsake@/postgres?host=${socket}&port=${port}`,
        `postgres://keepsake:keepsake@${encodeURIComponent(socket)}:${port}/postgres`,
        `postgresql:///?host=${encodeURIComponent(socket)}&port=${port}&user=keepsake&password=keepsake&dbname=postgres`,
        `postgres://keepsake:keepsake@localhost/postgres?host=${socket}&port=${port}&sslmode=verify-full`,
      ]
    },
    howSpoken: (url, open) =>
      askByUrl(url, async (ask) => {
        await open()
        const rows = await ask(`SELECT DISTINCT ssl FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
          WHERE application_name = 'keepsake'`)
        return rows.length > 1 ? 'both' : rows[0]?.['ssl'] === true ? 'encrypted' : 'clear'
      }),
  })
})

describe.skipIf(inject('mariadbUrl') === '')('TLS to MariaDB', () => {
  const counted = async (ask: Ask, name: string): Promise<number> =>
    Number((await ask(`SHOW GLOBAL STATUS LIKE '${name}'`))[0]?.['Value'])
  testTls({
    start: ({ cert, key }) => startMariadb([`ssl-cert=${cert}`, `ssl-key=${key}`, 'bind-address=0.0.0.0']),
    startPlain: () => startMariadb(['skip-ssl', 'bind-address=0.0.0.0']),
    open: (url) => openMysqlStorage({ url }),
    checksAddresses: false,
    socketUrls: ({ socket }) => [
      `mysql://root@localhost/keepsake?socket=${socket}`,
      `mariadb://root@/keepsake?socketPath=${encodeURIComponent(socket)}`,
      `mysql://root@${encodeURIComponent(socket)}/keepsake`,
    ],
    howSpoken: (url, open) =>
      askByUrl(url, async (ask) => {
        const before = [await counted(ask, 'Connections'), await counted(ask, 'Ssl_accepts')] as const
        await open()
        const made = (await counted(ask, 'Connections')) - before[0]
        const encrypted = (await counted(ask, 'Ssl_accepts')) - before[1]
        return encrypted === 0 ? 'clear' : encrypted === made ? 'encrypted' : 'both'
      }),
  })
})
