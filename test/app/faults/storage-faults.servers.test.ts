import { describe, inject, test } from 'vitest'
import { openMysql } from '../../adapters/storage/open-mysql.ts'
import { openPostgres } from '../../adapters/storage/open-postgres.ts'
import type { OpenSubject } from '../../builders/keepsake.ts'
import { faultEveryCall, faults } from './storage-faults.ts'
import { uses } from './uses.ts'

const testFaults = (open: OpenSubject): void => {
  describe.each(faults)('where any one call %s', (_, fault) => {
    test.each(uses)('%s is done or not, and grants nothing by it', { timeout: 120_000 }, async (...use) =>
      faultEveryCall(open, use, fault),
    )
  })
}

describe.skipIf(inject('postgresUrl') === '')('on PostgreSQL', () => {
  testFaults(async () => ({ storage: await openPostgres() }))
})

describe.skipIf(inject('mariadbUrl') === '')('on MariaDB', () => {
  testFaults(async () => ({ storage: await openMysql() }))
})
