import { inject, test } from 'vitest'
import { openMysql } from '../adapters/storage/open-mysql.ts'
import { openPostgres } from '../adapters/storage/open-postgres.ts'
import { answersAsMemory } from './port-runs.ts'
import { runsOr, timeout } from './runs.ts'

test.skipIf(inject('postgresUrl') === '')(
  'PostgreSQL answers whatever it is asked as memory does',
  timeout,
  async () => {
    await answersAsMemory(await openPostgres(), runsOr(100))
  },
)

test.skipIf(inject('mariadbUrl') === '')(
  'MariaDB answers whatever it is asked as memory does',
  timeout,
  async () => {
    await answersAsMemory(await openMysql(), runsOr(100))
  },
)
