import { openMysqlStorage, type MysqlOptions } from '@keepsake/adapters/storage/mysql'
import type { Storage } from '@keepsake/domain'
import { createConnection } from 'mysql2/promise'
import { inject, onTestFinished } from 'vitest'

let databases = 0

/** The URL of a new database on the tests' server, with the options of `mysql2` that are given. */
export const newMysqlDatabase = async (): Promise<string> => {
  const url = new URL(inject('mariadbUrl'))
  const name = `test_${process.pid}_${Date.now()}_${(databases += 1)}`
  const connection = await createConnection(url.href)
  await connection.query(`CREATE DATABASE ${name}`)
  await connection.end()
  url.pathname = `/${name}`
  return url.href
}

/** Opens a storage in a database of the tests' server: a new one, unless it is given. It is closed when the test ends. */
export const openMysql = async (options: Partial<MysqlOptions> = {}): Promise<Storage> => {
  const where = 'url' in options || 'pool' in options ? {} : { url: await newMysqlDatabase() }
  const storage = await openMysqlStorage({ ...where, ...options } as MysqlOptions)
  onTestFinished(async () => void (await storage.close()))
  return storage
}
