import { storageConformance } from '@keepsake/conformance/storage'
import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import type { Storage } from '@keepsake/domain'
import { createPool, type PoolOptions } from 'mysql2/promise'
import pg from 'pg'
import { describe, inject, onTestFinished, test } from 'vitest'
import { newMysqlDatabase } from './open-mysql.ts'
import { newSchema } from './open-postgres.ts'

const loud = (): never => {
  throw new Error('a parser of the pool’s owner was asked')
}

/** Pools of `pg` as an embedding service may have them. */
const postgresPools: readonly (readonly [string, (schema: string) => pg.PoolConfig])[] = [
  // What the owner has told `pg` of types is for its own statements.
  ['that parses every type its own way', () => ({ types: { getTypeParser: () => loud } })],
  [
    'with a search path and settings of its own',
    (schema) => ({
      options: [
        `search_path=nowhere,${schema}`,
        'default_transaction_isolation=serializable',
        'datestyle=German',
        'timezone=Asia/Shanghai',
        'extra_float_digits=0',
        'lc_messages=C',
      ]
        .map((setting) => `-c ${setting}`)
        .join(' '),
    }),
  ],
]

describe.skipIf(inject('postgresUrl') === '').each(postgresPools)(
  'a storage in PostgreSQL, over a pool %s',
  (_, configOf) => {
    const open = async (): Promise<Storage> => {
      const schema = newSchema()
      const pool = new pg.Pool({ connectionString: inject('postgresUrl'), max: 10, ...configOf(schema) })
      onTestFinished(() => pool.end())
      return await openPostgresStorage({ pool, schema })
    }
    test.each(storageConformance)('$name', ({ run }) => run(open))
  },
)

/** Pools of `mysql2/promise` as an embedding service may have them. */
const mysqlPools: readonly (readonly [string, PoolOptions])[] = [
  [
    // An UPDATE is said to have changed the rows that it has found.
    'that counts found rows, and reads rows as arrays and numbers as texts',
    {
      flags: ['FOUND_ROWS'],
      rowsAsArray: true,
      dateStrings: true,
      supportBigNumbers: true,
      bigNumberStrings: true,
    },
  ],
  [
    'that counts changed rows, and has placeholders with names and casts of its own',
    {
      flags: ['-FOUND_ROWS'],
      namedPlaceholders: true,
      nestTables: true,
      decimalNumbers: true,
      typeCast: loud,
    },
  ],
]

describe.skipIf(inject('mariadbUrl') === '').each(mysqlPools)(
  'a storage in MariaDB, over a pool %s',
  (_, options) => {
    const open = async (): Promise<Storage> => {
      const pool = createPool({ uri: await newMysqlDatabase(), ...options })
      onTestFinished(() => pool.end())
      return await openMysqlStorage({ pool: pool as never })
    }
    test.each(storageConformance)('$name', ({ run }) => run(open))
  },
)
