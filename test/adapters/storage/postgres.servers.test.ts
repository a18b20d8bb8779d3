import { storageConformance } from '@keepsake/adapters/conformance/storage'
import { describe, test } from 'vitest'
import { openPostgres } from './open-postgres.ts'

describe('a storage in PostgreSQL', () => {
  test.each(storageConformance)('$name', ({ run }) => run(() => openPostgres()))
})
