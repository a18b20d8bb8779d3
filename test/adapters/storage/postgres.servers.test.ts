import { storageConformance } from '@keepsake/conformance/storage'
import { describe, inject, test } from 'vitest'
import { openPostgres } from './open-postgres.ts'

describe.skipIf(inject('postgresUrl') === '')('a storage in PostgreSQL', () => {
  test.each(storageConformance)('$name', ({ run }) => run(() => openPostgres()))
})
