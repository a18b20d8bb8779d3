import { fileURLToPath } from 'node:url'
import { storageConformance } from '@keepsake/conformance/storage'
import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import type { Storage } from '@keepsake/domain'
import { createConnection, type Connection } from 'mysql2/promise'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { workplace } from '../cli/keepsake.ts'
import { refusalOf } from '../adapters/storage/refusal-of.ts'
import { placeCertificate } from '../servers/certificate.ts'
import { startMariadb } from '../servers/mariadb.ts'
import { startPostgres } from '../servers/postgres.ts'
import type { Server } from '../servers/server-process.ts'
import { blocksOf, commandLines, type Block } from './page.ts'

const ca = fileURLToPath(new URL('../vectors/tls/ca.pem', import.meta.url))

/** The page's database, on the tests' server: it has a certificate for `localhost`. */
const onServer = (text: string, { url }: Server): string =>
  text.replaceAll('db.example.com', `localhost:${new URL(url).port}`).replaceAll('/etc/keepsake/ca.pem', ca)

type Say = (block: Block) => Promise<unknown>

/** Does what the blocks of a section say, one after the other; answers the URL that its last command was given. */
const follow = async (heading: string, server: Server, say: Say): Promise<string> => {
  let url = ''
  for (const block of blocksOf('operations.md', heading)) {
    if (block.language === 'sql') await say(block)
    else
      for (const { environment, args } of commandLines(onServer(block.text, server))) {
        const { code, error } = await workplace().run(args, { environment })
        expect({ code, error, args }).toEqual({ code: 0, error: '', args })
        url = environment['KEEPSAKE_DATABASE_URL'] ?? ''
      }
  }
  return url
}

describe('the rights of PostgreSQL that the page gives', () => {
  let server: Server
  let clear = (): void => undefined
  let url = ''
  let owner: pg.Client

  /** Logs in as whom the block is said by; the administrator is the server's own. */
  const clientOf = async ({ by = '', in: database = 'postgres' }: Block['said']): Promise<pg.Client> => {
    const login = new URL(server.url)
    login.pathname = `/${database}`
    if (by === 'keepsake_owner') Object.assign(login, { username: by, password: 'owner-password' })
    const client = new pg.Client({ connectionString: login.href })
    await client.connect()
    return client
  }
  const say: Say = async ({ text, said }) => {
    const client = await clientOf(said)
    try {
      // One statement a message: a database is made outside of any transaction.
      for (const statement of text.split(/;\n/u).filter((each) => each.trim() !== ''))
        await client.query(statement)
    } finally {
      await client.end()
    }
  }

  beforeAll(async () => {
    const files = placeCertificate()
    clear = files.clear
    server = await startPostgres(['ssl=on', `ssl_cert_file=${files.cert}`, `ssl_key_file=${files.key}`])
  }, 120_000)
  afterAll(async () => {
    await owner.end()
    await server.stop()
    clear()
  }, 120_000)

  test('are given by its commands as they stand there', { timeout: 120_000 }, async () => {
    url = await follow('PostgreSQL: who may do what', server, say)
    owner = await clientOf({ by: 'keepsake_owner', in: 'keepsake' })
  })

  test('are of a role that serves, and speaks in secret', async () => {
    expect(url).toContain('postgres://keepsake_app:')
    const storage = await openPostgresStorage({ url, schema: 'keepsake', migrate: 'never' })
    onTestFinished(async () => void (await storage.close()))
    const [block] = blocksOf('operations.md', 'How the connection is secured').filter(
      ({ language }) => language === 'sql',
    )
    const client = await clientOf(block!.said)
    const { rows } = await client.query<{ readonly usename: string; readonly ssl: boolean }>(block!.text)
    await client.end()
    expect(new Set(rows.map(({ usename, ssl }) => `${usename} ${ssl}`))).toEqual(
      new Set(['keepsake_app true']),
    )
  })

  describe('are enough for every verb of the storage', () => {
    const open = async (): Promise<Storage> => {
      const { rows } = await owner.query<{ readonly name: string }>(
        "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'keepsake' AND tablename <> 'keepsake_schema'",
      )
      await owner.query(`TRUNCATE ${rows.map(({ name }) => `keepsake.${name}`).join(', ')}`)
      return await openPostgresStorage({ url, schema: 'keepsake', migrate: 'never' })
    }
    test.each(storageConformance)('$name', ({ run }) => run(open))
  })

  test('are not enough to change a table, or what release the tables are of', async () => {
    const client = new pg.Client({ connectionString: url.replace(/\?.*$/u, '') })
    await client.connect()
    onTestFinished(() => client.end())
    for (const statement of [
      'CREATE TABLE keepsake.more (id text)',
      'ALTER TABLE keepsake.keepsake_users ADD COLUMN more text',
      'DROP TABLE keepsake.keepsake_users',
      'TRUNCATE keepsake.keepsake_users',
      'DELETE FROM keepsake.keepsake_schema',
      'CREATE SCHEMA more',
    ])
      await expect(client.query(statement), statement).rejects.toMatchObject({ code: '42501' })
  })

  test('are needed: without one of them it is said what is wrong', async () => {
    await owner.query('REVOKE SELECT ON keepsake.keepsake_schema FROM keepsake_app')
    onTestFinished(
      async () => void (await owner.query('GRANT SELECT ON keepsake.keepsake_schema TO keepsake_app')),
    )
    expect(await refusalOf(openPostgresStorage({ url, schema: 'keepsake', migrate: 'never' }))).toMatch(
      /the schema is not ours, or the user may not use it \(SQLSTATE 42501\)/u,
    )
  })
})

describe.skipIf(inject('mariadbUrl') === '')('the rights of MariaDB that the page gives', () => {
  let server: Server
  let clear = (): void => undefined
  let url = ''
  let admin: Connection

  beforeAll(async () => {
    const files = placeCertificate()
    clear = files.clear
    server = await startMariadb([`ssl-cert=${files.cert}`, `ssl-key=${files.key}`])
    admin = await createConnection(server.url)
    // The tests' server comes with a database of this name.
    await admin.query('DROP DATABASE keepsake')
  }, 120_000)
  afterAll(async () => {
    await admin.end()
    await server.stop()
    clear()
  }, 120_000)

  test('are given by its commands as they stand there', { timeout: 120_000 }, async () => {
    url = await follow('MySQL and MariaDB: who may do what', server, async ({ text }) => {
      for (const statement of text.split(/;\n/u).filter((each) => each.trim() !== ''))
        await admin.query(statement)
    })
    await admin.query('USE keepsake')
  })

  describe('are enough for every verb of the storage', () => {
    const open = async (): Promise<Storage> => {
      const [rows] = await admin.query(
        "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'keepsake' AND table_name <> 'keepsake_schema'",
      )
      await admin.query('SET SESSION foreign_key_checks = 0')
      for (const { name } of rows as { readonly name: string }[]) await admin.query(`DELETE FROM ${name}`)
      return await openMysqlStorage({ url, migrate: 'never' })
    }
    test.each(storageConformance)('$name', ({ run }) => run(open))
  })

  test('are not enough to change a table, nor to speak without TLS', async () => {
    expect(await refusalOf(openMysqlStorage({ url: url.replace(/\?.*$/u, '?sslmode=disable') }))).toMatch(
      /the server refuses the user or the password/u,
    )
    const secured = new URL(url)
    const client = await createConnection({
      host: 'localhost',
      port: Number(secured.port),
      user: secured.username,
      password: secured.password,
      database: 'keepsake',
      ssl: { rejectUnauthorized: false },
    })
    onTestFinished(() => client.end())
    for (const statement of [
      'CREATE TABLE more (id text)',
      'ALTER TABLE keepsake_users ADD COLUMN more text',
    ])
      await expect(client.query(statement), statement).rejects.toMatchObject({ errno: 1142 })
  })
})
