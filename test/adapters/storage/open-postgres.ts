import { openPostgresStorage, type PostgresOptions } from '@keepsake/adapters/storage/postgres'
import type { Storage } from '@keepsake/domain'
import { inject, onTestFinished } from 'vitest'

let schemas = 0

/** The name of a schema that no other test has. */
export const newSchema = (): string => `test_${process.pid}_${Date.now()}_${(schemas += 1)}`

/** Opens a storage in a schema of the tests' server: a new one, unless it is given. It is closed when the test ends. */
export const openPostgres = async (options: Partial<PostgresOptions> = {}): Promise<Storage> => {
  const storage = (
    await openPostgresStorage({
      url: inject('postgresUrl'),
      schema: newSchema(),
      ...options,
    })
  )._unsafeUnwrap()
  onTestFinished(async () => void (await storage.close()))
  return storage
}
