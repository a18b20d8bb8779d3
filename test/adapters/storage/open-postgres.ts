import { openPostgresStorage, type PostgresOptions } from '@keepsake/adapters/storage/postgres'
import type { Storage } from '@keepsake/domain'
import { inject, onTestFinished } from 'vitest'
import { askByUrl } from './ask-by-url.ts'

let made = 0

const newName = (): string => `test_${process.pid}_${Date.now()}_${(made += 1)}`

/** The name of a schema that no other test has. */
export const newSchema = (): string => newName()

/** The URL of a new database on the tests' server, made with the options that are given, such as an encoding. */
export const newPostgresDatabase = async (options = ''): Promise<string> => {
  const url = new URL(inject('postgresUrl'))
  const name = newName()
  await askByUrl(url.href, (ask) => ask(`CREATE DATABASE ${name} ${options}`))
  url.pathname = `/${name}`
  return url.href
}

/** Opens a storage in a schema of the tests' server: a new one, unless it is given. It is closed when the test ends. */
export const openPostgres = async (options: Partial<PostgresOptions> = {}): Promise<Storage> => {
  const storage = await openPostgresStorage({
    url: inject('postgresUrl'),
    schema: newSchema(),
    ...options,
  })
  onTestFinished(async () => void (await storage.close()))
  return storage
}
