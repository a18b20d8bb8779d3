import { sql } from 'kysely'
import { firstRow, written, type SqlView } from '../sql/view.ts'
import { mysqlDialect, type Flavour } from './dialect.ts'

type Server = {
  readonly version: string
  readonly sql_mode: string
  readonly flush: number
  readonly has_binary_log: number
  readonly sync_binlog: number
  readonly doublewrite: unknown
  readonly is_read_only: number
  readonly charset: string
}

const oldest: Readonly<Record<Flavour, { readonly name: string; readonly version: string }>> = {
  mysql: { name: 'MySQL', version: '8.0.14' },
  mariadb: { name: 'MariaDB', version: '10.11.0' },
}

/** What must be true of a server, and why. */
const requirements: readonly {
  readonly what: string
  readonly isMet: (server: Server) => boolean
  readonly because: string
}[] = [
  {
    what: 'sql_mode must contain STRICT_TRANS_TABLES',
    isMet: ({ sql_mode }) => /STRICT_(TRANS|ALL)_TABLES/u.test(sql_mode),
    because: 'a text that does not fit would be cut',
  },
  {
    what: 'innodb_flush_log_at_trx_commit must be 1',
    isMet: ({ flush }) => flush === 1,
    because: 'a crash may lose what was answered as written',
  },
  {
    // After a crash, InnoDB undoes what it finds prepared and not in the binary log.
    what: 'sync_binlog must be 1 where there is a binary log',
    isMet: ({ has_binary_log, sync_binlog }) => has_binary_log === 0 || sync_binlog === 1,
    because: 'a crash may lose what was answered as written',
  },
  {
    what: 'innodb_doublewrite must not be off',
    isMet: ({ doublewrite }) => !['0', 'OFF'].includes(String(doublewrite)),
    because: 'a crash of the machine may tear pages',
  },
  {
    what: 'read_only must be off',
    isMet: ({ is_read_only }) => is_read_only === 0,
    because: 'nothing could be written',
  },
  {
    what: 'the connection must speak utf8mb4',
    isMet: ({ charset }) => charset === 'utf8mb4',
    because: 'names are written in every script',
  },
]

/** Answers the kind of the server. Throws, with the reason, if the server cannot keep the promises of a storage. */
export const requireServer = async (view: SqlView): Promise<Flavour> => {
  const shown = sql<Server>`select version() as version, @@sql_mode as sql_mode,
    @@innodb_flush_log_at_trx_commit as flush, @@log_bin as has_binary_log,
    @@sync_binlog as sync_binlog, @@innodb_doublewrite as doublewrite,
    @@read_only as is_read_only, @@character_set_connection as charset`
  const server = await firstRow(view, written(shown, mysqlDialect('mysql').db))
  if (server === undefined) throw new Error('MySQL: the server does not say what it is')
  const flavour = /mariadb/iu.test(server.version) ? 'mariadb' : 'mysql'
  const { name, version } = oldest[flavour]
  if (server.version.localeCompare(version, 'en', { numeric: true }) < 0)
    throw new Error(`${name} ${server.version} is too old; ${version} is the oldest that is tested`)
  for (const { what, isMet, because } of requirements)
    if (!isMet(server)) throw new Error(`${name}: ${what}: ${because}`)
  return flavour
}
