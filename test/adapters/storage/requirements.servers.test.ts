import { setTimeout as pause } from 'node:timers/promises'
import { openMysqlStorage, type MysqlConnection, type MysqlPool } from '@keepsake/adapters/storage/mysql'
import {
  openPostgresStorage,
  type PgClient,
  type PgPool,
  type PostgresOptions,
} from '@keepsake/adapters/storage/postgres'
import { createPool, type PoolOptions } from 'mysql2/promise'
import pg from 'pg'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { startMariadb } from '../../servers/mariadb.ts'
import { startPostgres } from '../../servers/postgres.ts'
import type { Server } from '../../servers/server-process.ts'
import { askByUrl } from './ask-by-url.ts'
import { newMysqlDatabase } from './open-mysql.ts'
import { newPostgresDatabase } from './open-postgres.ts'
import { refusalOf } from './refusal-of.ts'

/** Nothing of it must have been touched by who was refused. */
const tablesAt = (url: string): Promise<readonly unknown[]> =>
  askByUrl(url, (ask) =>
    ask("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'keepsake%'"),
  )

const stopped = async (started: Promise<Server>): Promise<string> => {
  const server = await started
  onTestFinished(() => server.stop())
  return server.url
}

describe.skipIf(inject('postgresUrl') === '')('PostgreSQL is refused', () => {
  const poolOf = (options: pg.PoolConfig = {}): pg.Pool => {
    const pool = new pg.Pool({ connectionString: inject('postgresUrl'), ...options })
    onTestFinished(() => pool.end())
    return pool
  }

  test('that may lose what it has answered, or its files, in a crash', { timeout: 120_000 }, async () => {
    const url = await stopped(startPostgres())
    for (const [setting, because] of [
      ['fsync', 'a crash of the machine may destroy the database'],
      ['full_page_writes', 'a crash of the machine may tear pages'],
      ['synchronous_commit', 'a crash may lose what was answered as written'],
    ] as const) {
      await askByUrl(url, async (ask) => {
        await ask(`ALTER SYSTEM SET ${setting} = off`)
        await ask('SELECT pg_reload_conf()')
        while ((await ask(`SHOW ${setting}`))[0]?.[setting] !== 'off') await pause(10)
        await ask(`ALTER SYSTEM RESET ${setting}`)
      })
      expect(await refusalOf(openPostgresStorage({ url }))).toBe(
        `PostgreSQL: ${setting} must not be off: ${because}`,
      )
      await askByUrl(url, async (ask) => {
        await ask('SELECT pg_reload_conf()')
        while ((await ask(`SHOW ${setting}`))[0]?.[setting] !== 'on') await pause(10)
      })
    }
    expect(await tablesAt(url)).toEqual([])
  })

  test.each([
    ['synchronous_commit', 'off', 'a crash may lose what was answered as written'],
    ['default_transaction_read_only', 'on', 'nothing could be written'],
    ['bytea_output', 'escape', 'keys are read back in hexadecimal'],
    ['client_encoding', 'LATIN1', 'names are written in every script'],
  ])('by connections on which %s is %s', async (setting, value, because) => {
    const pool = poolOf()
    pool.on('connect', (client) => void client.query(`SET ${setting} = ${value}`))
    expect(await refusalOf(openPostgresStorage({ pool }))).toBe(
      `PostgreSQL: ${setting} must not be ${value}: ${because}`,
    )
  })

  test.each(['SQL_ASCII', 'LATIN1'])('for a database in %s', async (encoding) => {
    const url = await newPostgresDatabase(`ENCODING '${encoding}' TEMPLATE template0`)
    expect(await refusalOf(openPostgresStorage({ url }))).toBe(
      `PostgreSQL: server_encoding must not be ${encoding}: names are written in every script`,
    )
    expect(await tablesAt(url)).toEqual([])
  })

  test('where it is older than 14', async () => {
    // No such server is on npm: a real one, whose word for its version is changed on the way.
    const pool: PgPool = poolOf()
    const said = (row: unknown): unknown =>
      (row as { readonly name?: string }).name === 'server_version_num'
        ? { ...(row as object), value: '130022' }
        : row
    const olderOn = (client: PgClient): PgClient => ({
      on: (event, listener) => client.on(event, listener),
      release: (destroy) => client.release(destroy),
      query: async (query) => {
        const result = await client.query(query)
        return Array.isArray(result) ? result : { ...result, rows: result.rows.map(said) }
      },
    })
    const older: PgPool = {
      on: (event, listener) => pool.on(event, listener),
      connect: (then) => pool.connect((error, client) => then(error, client && olderOn(client))),
    }
    expect(await refusalOf(openPostgresStorage({ pool: older }))).toBe(
      'PostgreSQL: server_version_num must not be 130022: PostgreSQL 14 is the oldest that is tested',
    )
  })

  test.each<readonly [string, (url: URL) => void, string]>([
    [
      'there is no such database',
      (url) => void (url.pathname = '/nowhere'),
      'there is no such database (SQLSTATE 3D000)',
    ],
    [
      'the password is wrong',
      (url) => void (url.password = 'wrong'),
      'the server refuses the user or the password (SQLSTATE 28P01)',
    ],
  ])('where %s', async (_, spoil, reason) => {
    const url = new URL(inject('postgresUrl'))
    spoil(url)
    expect(await refusalOf(openPostgresStorage({ url: url.href } satisfies PostgresOptions))).toBe(
      `PostgreSQL: ${reason}`,
    )
  })
})

describe.skipIf(inject('mariadbUrl') === '')('MariaDB is refused', () => {
  const poolOf = (options: PoolOptions, ...settings: readonly string[]): MysqlPool => {
    const pool = createPool({ uri: inject('mariadbUrl'), ...options })
    pool.on('connection', (connection) => {
      for (const setting of settings) void connection.query(`SET SESSION ${setting}`)
    })
    onTestFinished(() => pool.end())
    return pool as unknown as MysqlPool
  }

  test('that may lose what it has answered in a crash, or cannot write', { timeout: 120_000 }, async () => {
    const url = await stopped(startMariadb(['log-bin=log', 'sync-binlog=1']))
    for (const [setting, unsafe, safe, reason] of [
      [
        'innodb_flush_log_at_trx_commit',
        2,
        1,
        'innodb_flush_log_at_trx_commit must be 1: a crash may lose what was answered as written',
      ],
      [
        'sync_binlog',
        0,
        1,
        'sync_binlog must be 1 where there is a binary log: a crash may lose what was answered as written',
      ],
      ['read_only', 1, 0, 'read_only must be off: nothing could be written'],
    ] as const) {
      await askByUrl(url, (ask) => ask(`SET GLOBAL ${setting} = ${unsafe}`))
      expect(await refusalOf(openMysqlStorage({ url }))).toBe(`MariaDB: ${reason}`)
      await askByUrl(url, (ask) => ask(`SET GLOBAL ${setting} = ${safe}`))
    }
    expect(await tablesAt(url)).toEqual([])
  })

  test('that may tear pages in a crash', { timeout: 120_000 }, async () => {
    const url = await stopped(startMariadb(['skip-innodb-doublewrite']))
    expect(await refusalOf(openMysqlStorage({ url }))).toBe(
      'MariaDB: innodb_doublewrite must not be off: a crash of the machine may tear pages',
    )
  })

  test('by connections without a strict mode', async () => {
    const pool = poolOf({}, "sql_mode = 'NO_ENGINE_SUBSTITUTION'")
    expect(await refusalOf(openMysqlStorage({ pool }))).toBe(
      'MariaDB: sql_mode must contain STRICT_TRANS_TABLES: a text that does not fit would be cut',
    )
  })

  test.each(['LATIN1_SWEDISH_CI', 'UTF8_GENERAL_CI'])('by connections that speak %s', async (charset) => {
    const pool = poolOf({ charset })
    expect(await refusalOf(openMysqlStorage({ pool }))).toBe(
      'MariaDB: the connection must speak utf8mb4: names are written in every script',
    )
  })

  test('where it is older than 10.11', async () => {
    // A real server, whose word for its version is changed on the way.
    const pool = createPool(await newMysqlDatabase())
    onTestFinished(() => pool.end())
    const said = (row: unknown): unknown => ({ ...(row as object), version: '10.6.22-MariaDB-log' })
    const older: MysqlPool = {
      getConnection: async () => {
        const connection = (await pool.getConnection()) as unknown as MysqlConnection
        const execute: MysqlConnection['execute'] = async (query) => {
          const [rows, fields] = await connection.execute(query)
          return [Array.isArray(rows) ? rows.map(said) : rows, fields]
        }
        return {
          execute,
          query: (sql) => connection.query(sql),
          release: () => connection.release(),
          destroy: () => connection.destroy(),
          connection: connection.connection,
        }
      },
    }
    expect(await refusalOf(openMysqlStorage({ pool: older }))).toBe(
      'MariaDB 10.6.22-MariaDB-log is too old; 10.11.0 is the oldest that is tested',
    )
  })

  test('where there is no such database', async () => {
    const url = new URL(inject('mariadbUrl'))
    url.pathname = '/nowhere'
    expect(await refusalOf(openMysqlStorage({ url: url.href }))).toBe(
      'MySQL: there is no such database (error 1049, SQLSTATE 42000)',
    )
  })
})
