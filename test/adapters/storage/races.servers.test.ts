import { describe, inject, test } from 'vitest'
import { timeout } from '../../effort.ts'
import { newMysqlDatabase } from './open-mysql.ts'
import { newPostgresDatabase } from './open-postgres.ts'
import { races, rounds } from './races.ts'

describe.skipIf(inject('postgresUrl') === '')(
  `in ${rounds} rounds in PostgreSQL, of 64 in four processes`,
  () => {
    test.each(races)('%s', { timeout }, async (_, race) => race(await newPostgresDatabase()))
  },
)

// `mysql2` may be told to count the rows that an UPDATE has found, or those alone that it has changed.
describe.skipIf(inject('mariadbUrl') === '')(
  `in ${rounds} rounds in MariaDB, of 64 in four processes`,
  () => {
    test.each(races)('%s', { timeout }, async (_, race) => race(await newMysqlDatabase()))
    test.each(races)('%s, counting changed rows', { timeout }, async (_, race) =>
      race(`${await newMysqlDatabase()}?flags=-FOUND_ROWS`),
    )
  },
)
