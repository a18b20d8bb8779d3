import { describe, inject, onTestFinished, test } from 'vitest'
import { once } from '../../../adapters/storage/once.ts'
import { openByUrl } from '../../../adapters/storage/open-by-url.ts'
import { newMysqlDatabase } from '../../../adapters/storage/open-mysql.ts'
import { newPostgresDatabase } from '../../../adapters/storage/open-postgres.ts'
import type { Subject } from '../../../builders/keepsake.ts'
import { insideTransactions } from '../../../builders/moments.ts'
import { timeout, times } from '../../../effort.ts'
import { openWithSettings } from './people.ts'
import { moveMeanwhile } from './move-meanwhile.ts'
import { everyAsk } from './verbs.ts'

const moments = insideTransactions(times({ short: 4, long: 1 }))
const postgres = once(newPostgresDatabase)
const mariadb = once(newMysqlDatabase)

const openOn = async (url: string): Promise<Subject> => {
  const storage = await openByUrl(url)
  onTestFinished(async () => void (await storage.close()))
  return openWithSettings(async () => ({ storage }))
}

describe('a user who is moved to another tenant inside of a transaction is changed before that or not at all', () => {
  describe.skipIf(inject('postgresUrl') === '')('in PostgreSQL', () => {
    test.each(everyAsk)('%s', { timeout }, async (_, ask) =>
      moveMeanwhile(await openOn(await postgres()), ask, moments),
    )
  })
  describe.skipIf(inject('mariadbUrl') === '')('in MariaDB', () => {
    test.each(everyAsk)('%s', { timeout }, async (_, ask) =>
      moveMeanwhile(await openOn(await mariadb()), ask, moments),
    )
  })
})
