import { inject, test } from 'vitest'
import { newMysqlDatabase, openMysql } from '../adapters/storage/open-mysql.ts'
import { newSchema, openPostgres } from '../adapters/storage/open-postgres.ts'
import { livesAsTheModel } from './pool-runs.ts'
import { placeOf } from './place.ts'
import { runsOr, timeout } from './runs.ts'

test.skipIf(inject('postgresUrl') === '')(
  'a pool in PostgreSQL lives as the model does',
  timeout,
  async () => {
    await livesAsTheModel(() => {
      const schema = newSchema()
      return placeOf(() => openPostgres({ schema }))
    }, runsOr(40))
  },
)

test.skipIf(inject('mariadbUrl') === '')('a pool in MariaDB lives as the model does', timeout, async () => {
  await livesAsTheModel(async () => {
    const url = await newMysqlDatabase()
    return placeOf(() => openMysql({ url }))
  }, runsOr(40))
})
