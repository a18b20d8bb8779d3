import { describe, inject, test } from 'vitest'
import { once } from '../../../adapters/storage/once.ts'
import { newMysqlDatabase } from '../../../adapters/storage/open-mysql.ts'
import { newPostgresDatabase } from '../../../adapters/storage/open-postgres.ts'
import { betweenCalls, insideTransactions, type Moments } from '../../../builders/moments.ts'
import { timeout, times } from '../../../effort.ts'
import { everyAsk } from '../tenant/verbs.ts'
import { leavesNothing } from './delete-meanwhile.ts'

const moments: readonly (readonly [string, Moments])[] = [
  ['before each of its transactions', betweenCalls],
  ['inside of them', insideTransactions(times({ short: 4, long: 1 }))],
]

const postgres = once(newPostgresDatabase)
const mariadb = once(newMysqlDatabase)

describe.each(moments)('a deletion while a verb is asked, %s, leaves nothing but events', (_, when) => {
  describe.skipIf(inject('postgresUrl') === '')('in PostgreSQL', () => {
    test.each(everyAsk)('%s', { timeout }, async (name, ask) =>
      leavesNothing(await postgres(), name, ask, when),
    )
  })
  describe.skipIf(inject('mariadbUrl') === '')('in MariaDB', () => {
    test.each(everyAsk)('%s', { timeout }, async (name, ask) =>
      leavesNothing(await mariadb(), name, ask, when),
    )
  })
})
