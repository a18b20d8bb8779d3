import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createConnection } from 'mysql2/promise'
import { Client } from 'pg'
import { hasMariadb, startMariadb } from '../../test/servers/mariadb.ts'
import { startPostgres } from '../../test/servers/postgres.ts'

/** The engines, in the order of the report. */
export const engineNames = ['sqlite', 'postgres', 'mariadb'] as const
export type EngineName = (typeof engineNames)[number]

/** An engine that runs, with a database for each contender: a file's path, or a URL. */
export type RunningEngine = {
  readonly makeDatabase: (name: string) => Promise<string>
  /** The values of a statement's only row. */
  readonly ask: (database: string, statement: string) => Promise<readonly unknown[]>
  readonly stop: () => Promise<void>
}

/** One engine as the bench needs it. */
export type BenchEngine = {
  /** Whether this machine has it. */
  readonly isHere: () => boolean
  readonly start: () => Promise<RunningEngine>
}

const startSqlite = async (): Promise<RunningEngine> => {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-bench-'))
  return {
    makeDatabase: async (name) => join(folder, `${name}.db`),
    ask: async (file, statement) => {
      const database = new DatabaseSync(file, { readOnly: true })
      const row = database.prepare(statement).get()
      database.close()
      return Object.values(row ?? {})
    },
    stop: () => rm(folder, { recursive: true, force: true }),
  }
}

const askPostgres: RunningEngine['ask'] = async (url, statement) => {
  const client = new Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query({ text: statement, rowMode: 'array' })
  await client.end()
  return (rows[0] ?? []) as readonly unknown[]
}

const askMariadb: RunningEngine['ask'] = async (url, statement) => {
  const connection = await createConnection({ uri: url, rowsAsArray: true })
  const [rows] = await connection.query(statement)
  await connection.end()
  return ((rows as readonly unknown[])[0] ?? []) as readonly unknown[]
}

type Server = { readonly url: string; readonly stop: () => Promise<void> }

const onServer = ({ url, stop }: Server, ask: RunningEngine['ask']): RunningEngine => ({
  makeDatabase: async (name) => {
    const database = new URL(url)
    database.pathname = `/bench_${name}`
    await ask(url, `CREATE DATABASE bench_${name}`)
    return database.href
  },
  ask,
  stop,
})

/** How each engine is started. */
export const engines: Readonly<Record<EngineName, BenchEngine>> = {
  sqlite: {
    isHere: () => true,
    start: startSqlite,
  },
  postgres: {
    isHere: () => true,
    start: async () => onServer(await startPostgres(), askPostgres),
  },
  mariadb: {
    isHere: hasMariadb,
    start: async () => onServer(await startMariadb(), askMariadb),
  },
}
