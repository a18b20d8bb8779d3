import { describe, inject, test } from 'vitest'
import { newMysqlDatabase } from '../../adapters/storage/open-mysql.ts'
import { newPostgresDatabase } from '../../adapters/storage/open-postgres.ts'
import { timeout } from '../../effort.ts'
import { everyRace } from './in-processes.ts'

describe.skipIf(inject('postgresUrl') === '')('on PostgreSQL', () => {
  test.each(everyRace)('%s', { timeout }, async (_, race) => race(await newPostgresDatabase()))
})

describe.skipIf(inject('mariadbUrl') === '')('on MariaDB', () => {
  test.each(everyRace)('%s', { timeout }, async (_, race) => race(await newMysqlDatabase()))
})
