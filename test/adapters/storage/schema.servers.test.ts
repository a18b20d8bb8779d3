import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { openMysqlStorage, type MysqlPool } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import type { Storage } from '@keepsake/domain'
import { createPool } from 'mysql2/promise'
import pg from 'pg'
import { describe, expect, inject, test } from 'vitest'
import { schemaVersion } from '../../../packages/adapters/src/storage/sql/migrations.ts'
import { askByUrl } from './ask-by-url.ts'
import { linesOf, startChild } from './child-process.ts'
import { openByUrl } from './open-by-url.ts'
import { newMysqlDatabase } from './open-mysql.ts'
import { newPostgresDatabase, newSchema } from './open-postgres.ts'
import { startRacers } from './racers.ts'
import { refusalOf } from './refusal-of.ts'
import { columnsAt, declaredColumns } from './schema-at.ts'
import { temporaryFile } from './temporary-file.ts'

type Database = { readonly newDatabase: () => Promise<string> }

/** Opens the storage, which must work, and closes it. */
const openOnce = async (url: string): Promise<void> => {
  const storage = await openByUrl(url)
  ;(await storage.close())._unsafeUnwrap()
}

/** What holds of the schema on every engine. */
const testSchema = ({ newDatabase }: Database): void => {
  test('is what the tables are declared as, once every migration was made', async () => {
    const url = await newDatabase()
    await openOnce(url)
    expect(await columnsAt(url)).toEqual(declaredColumns(url))
  })

  test.each([2, 8])(
    'is made once by %i processes that open an empty database at one moment',
    { timeout: 120_000 },
    async (processes) => {
      const ask = await startRacers(processes, 1)
      for (let round = 0; round < 3; round += 1) {
        const url = await newDatabase()
        expect(new Set(await ask(`open ${url}`))).toEqual(new Set(['opened']))
        expect(await columnsAt(url)).toEqual(declaredColumns(url))
      }
    },
  )

  test(
    'is finished by the next process where one is killed as it makes it',
    { timeout: 120_000 },
    async () => {
      for (let round = 0; round < 3; round += 1) {
        const url = await newDatabase()
        const child = startChild('race-child.ts', '1')
        const closed = once(child, 'close')
        await linesOf(child).next()
        child.stdin.write(`open ${url}\n`)
        await pause(randomInt(200))
        child.kill('SIGKILL')
        await closed
        await openOnce(url)
        expect(await columnsAt(url)).toEqual(declaredColumns(url))
      }
    },
  )
}

type Server = Database & {
  readonly open: (url: string) => Promise<Storage>
  readonly openUnmigrated: (url: string) => Promise<Storage>
  /** Opens by a process whose connections break before the statement of that number, the first one being 0. */
  readonly openAndDie: (url: string, statement: number) => Promise<boolean>
}

/** Whether an opening succeeds. */
const opens = (opening: Promise<Storage>): Promise<boolean> =>
  opening.then(
    () => true,
    () => false,
  )

const postgres: Server = {
  newDatabase: () => newPostgresDatabase(),
  open: (url) => openPostgresStorage({ url }),
  openUnmigrated: (url) => openPostgresStorage({ url, migrate: 'never' }),
  openAndDie: async (url, statement) => {
    const pool = new pg.Pool({ connectionString: url })
    let said = 0
    pool.on('connect', (client) => {
      const query = client.query.bind(client) as (...given: readonly unknown[]) => unknown
      const dying = (...given: readonly unknown[]): unknown => {
        if (said === statement)
          (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy()
        said += 1
        return query(...given)
      }
      Object.assign(client, { query: dying })
    })
    const isOpen = await opens(openPostgresStorage({ pool }))
    await pool.end()
    return isOpen
  },
}

const mysql: Server = {
  newDatabase: () => newMysqlDatabase(),
  open: (url) => openMysqlStorage({ url }),
  openUnmigrated: (url) => openMysqlStorage({ url, migrate: 'never' }),
  openAndDie: async (url, statement) => {
    const pool = createPool(url) as unknown as MysqlPool & { readonly end: () => Promise<void> }
    let said = 0
    const opening = openMysqlStorage({
      pool: {
        getConnection: async () => {
          const connection = await pool.getConnection()
          const orDie = <T>(say: () => Promise<T>): Promise<T> => {
            if (said === statement) connection.destroy()
            said += 1
            return say()
          }
          return {
            execute: (query) => orDie(() => connection.execute(query)),
            query: (sql) => orDie(() => connection.query(sql)),
            release: () => connection.release(),
            destroy: () => connection.destroy(),
            connection: connection.connection,
          }
        },
      },
    })
    const isOpen = await opens(opening)
    await pool.end()
    return isOpen
  },
}

/** What holds of servers, which several releases may share; a file of SQLite has tests of its own. */
const testServer = ({ newDatabase, open, openUnmigrated, openAndDie }: Server): void => {
  const tooOld = `the database has schema version 0; migrate it to version ${schemaVersion} first`

  // MariaDB makes every table durable by itself: two dozen schemas take it a while.
  test(
    'is finished by the next process, before whichever statement the first one died',
    { timeout: 120_000 },
    async () => {
      let statement = 0
      for (let isDone = false; !isDone; statement += 1) {
        const url = await newDatabase()
        isDone = await openAndDie(url, statement)
        await openOnce(url)
        expect(await columnsAt(url)).toEqual(declaredColumns(url))
      }
      // One for every table, and some around them.
      expect(statement).toBeGreaterThan(12)
    },
  )

  test('of a newer release is refused, and left as it is', async () => {
    const url = await newDatabase()
    await openOnce(url)
    const newer = schemaVersion + 1
    await askByUrl(url, (ask) => ask(`INSERT INTO keepsake_schema (version) VALUES (${newer})`))
    const reason = `the database has schema version ${newer}; this release reads version ${schemaVersion}`
    expect(await refusalOf(open(url))).toBe(reason)
    expect(await refusalOf(openUnmigrated(url))).toBe(reason)
  })

  test('that is empty is refused by who may not migrate, and left empty', async () => {
    const url = await newDatabase()
    expect(await refusalOf(openUnmigrated(url))).toBe(tooOld)
    expect(await columnsAt(url)).toEqual([])
  })

  test('of an older schema is refused by who may not migrate, and taken once it was migrated', async () => {
    const url = await newDatabase()
    await openOnce(url)
    await askByUrl(url, (ask) => ask('DELETE FROM keepsake_schema'))
    expect(await refusalOf(openUnmigrated(url))).toBe(tooOld)
    await openOnce(url)
    const storage = await openUnmigrated(url)
    ;(await storage.close())._unsafeUnwrap()
  })
}

describe('the schema in an SQLite file', () => {
  testSchema({ newDatabase: async () => temporaryFile() })
})

describe.skipIf(inject('postgresUrl') === '')('the schema in PostgreSQL', () => {
  testSchema(postgres)
  testServer(postgres)
})

describe.skipIf(inject('mariadbUrl') === '')('the schema in MariaDB', () => {
  testSchema(mysql)
  testServer(mysql)
})

test.skipIf(inject('postgresUrl') === '')(
  'a schema of PostgreSQL is made by eight processes at one moment as well',
  async () => {
    const schema = newSchema()
    const url = inject('postgresUrl')
    const opened = await Promise.all(
      Array.from({ length: 8 }, () => openPostgresStorage({ url, schema, connections: 1 })),
    )
    for (const each of opened) (await each.close())._unsafeUnwrap()
  },
)
