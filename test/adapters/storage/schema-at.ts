import {
  columnsOf,
  isOptional,
  tables,
  type ColumnKind,
  type TableName,
} from '../../../packages/adapters/src/storage/sql/tables.ts'
import { askByUrl, type Ask, type Row } from './ask-by-url.ts'

type Column = {
  readonly table: string
  readonly column: string
  readonly type: string
  readonly isOptional: boolean
  /** The place in the primary key, from 1 on. */
  readonly keyPlace?: number
}

type Engine = 'sqlite' | 'postgres' | 'mysql'

const engineOf = (url: string): Engine =>
  url.startsWith('postgres://') ? 'postgres' : url.startsWith('mysql://') ? 'mysql' : 'sqlite'

const types: Readonly<Record<Engine, Readonly<Record<ColumnKind, string>>>> = {
  sqlite: { id: 'text', key: 'blob', text: 'text', number: 'integer' },
  postgres: { id: 'text C', key: 'bytea', text: 'text C', number: 'bigint' },
  mysql: {
    id: 'varchar(128) utf8mb4_nopad_bin',
    key: 'varbinary(1536)',
    text: 'longtext utf8mb4_nopad_bin',
    number: 'bigint(20)',
  },
}

/** What is unique in each table, beside `user_pool_id`, which comes first in all of them. */
const keys: Readonly<Record<TableName, readonly string[]>> = {
  keepsake_users: ['id'],
  keepsake_unique_keys: ['namespace', 'unique_key'],
  keepsake_user_terms: ['kind', 'term', 'user_id'],
  keepsake_credentials: ['user_id'],
  keepsake_authenticators: ['user_id', 'slot'],
  keepsake_recovery_codes: ['user_id', 'slot'],
  keepsake_second_factor_uses: ['user_id', 'kind', 'fingerprint'],
  keepsake_outbox: ['id'],
  keepsake_events: ['id'],
  keepsake_single_use: ['kind', 'single_key'],
  keepsake_attempts: ['kind', 'attempt_key'],
  keepsake_known_networks: ['user_id', 'network'],
  keepsake_pool_keys: ['purpose'],
  keepsake_pool_traits: ['trait'],
  keepsake_moves: ['id'],
  keepsake_running_moves: ['source'],
  keepsake_move_chunks: ['move_id', 'chunk_no'],
  keepsake_refused_move_rows: ['move_id', 'row_no'],
  keepsake_move_rows: ['source', 'key_digest'],
}

/** The columns that the statements of the stores count on, as words. */
export const declaredColumns = (url: string): readonly string[] =>
  (Object.keys(tables) as TableName[])
    .flatMap((table) =>
      columnsOf(table).map(([column, kind]) => {
        const keyPlace = ['user_pool_id', ...keys[table]].indexOf(column) + 1
        return {
          table,
          column,
          type: types[engineOf(url)][kind],
          isOptional: isOptional(table, column),
          ...(keyPlace > 0 && { keyPlace }),
        }
      }),
    )
    .map(inWords)
    .toSorted()

/** The columns that the database describes, as words. */
export const columnsAt = (url: string): Promise<readonly string[]> =>
  askByUrl(url, async (ask) => (await describe[engineOf(url)](ask)).map(inWords).toSorted())

const inWords = ({ table, column, type, isOptional: optional, keyPlace }: Column): string =>
  `${table}.${column} ${type}${optional ? ' null' : ''}${keyPlace === undefined ? '' : ` key ${keyPlace}`}`

const toColumn = ({ name, column_name, type, collation, nullable, place }: Row): Column => ({
  table: String(name),
  column: String(column_name),
  type: [type, ...(collation === null ? [] : [collation])].map(String).join(' '),
  isOptional: nullable === 'YES',
  ...(Number(place) > 0 && { keyPlace: Number(place) }),
})

/** The table of migrations belongs to the migrations alone. */
const ours = (name: string): string => `${name} LIKE 'keepsake%' AND ${name} <> 'keepsake_schema'`

const describe: Readonly<Record<Engine, (ask: Ask) => Promise<readonly Column[]>>> = {
  sqlite: async (ask) => {
    const rows = await ask(`
      SELECT sqlite_schema.name, info.name AS column_name, lower(info.type) AS type, NULL AS collation,
        iif(info."notnull", 'NO', 'YES') AS nullable, info.pk AS place
      FROM sqlite_schema, pragma_table_info(sqlite_schema.name) AS info
      WHERE sqlite_schema.type = 'table' AND ${ours('sqlite_schema.name')}`)
    return rows.map(toColumn)
  },
  postgres: async (ask) => (await ask(described('data_type', 'current_schema()'))).map(toColumn),
  mysql: async (ask) => (await ask(described('column_type', 'database()'))).map(toColumn),
}

const described = (type: string, schema: string): string => `
  SELECT * FROM (
    SELECT columns.table_name AS name, columns.column_name AS column_name, columns.${type} AS type,
      columns.collation_name AS collation, columns.is_nullable AS nullable, key_columns.ordinal_position AS place
    FROM information_schema.columns
    LEFT JOIN information_schema.table_constraints AS constraints
      ON constraints.table_schema = columns.table_schema AND constraints.table_name = columns.table_name
      AND constraints.constraint_type = 'PRIMARY KEY'
    LEFT JOIN information_schema.key_column_usage AS key_columns
      ON key_columns.table_schema = columns.table_schema AND key_columns.table_name = columns.table_name
      AND key_columns.constraint_name = constraints.constraint_name
      AND key_columns.column_name = columns.column_name
    WHERE columns.table_schema = ${schema}
  ) AS described WHERE ${ours('name')}`
