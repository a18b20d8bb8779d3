import type { Storage } from '@keepsake/domain'
import { expect, inject, test } from 'vitest'
import { openMysql } from '../../../adapters/storage/open-mysql.ts'
import { openPostgres } from '../../../adapters/storage/open-postgres.ts'
import { errorOf, issuesOf, openSubject, valueOf, type Subject } from '../../../builders/keepsake.ts'
import { firstPassword as password } from '../../../builders/passwords.ts'

const openOn = (storage: Storage, ignoreCase: boolean): Promise<Subject> =>
  openSubject(async () => ({ storage }), { settings: { usernames: { ignoreCase } } })

/** A pool whose usernames are compared as they are, until they are switched. */
const isSwitched = async (storage: Storage): Promise<void> => {
  const { keepsake: exact } = await openOn(storage, false)
  const usernames = ['Bob', 'bob', 'Straße', 'İSTANBUL', 'eve']
  const list = usernames.map((username) => ({ username, password }))
  const { created } = await valueOf(exact.users.create({ list }))
  const [first = ''] = created.map(({ account }) => account.user.id)
  const { keepsake } = await openOn(storage, true)
  expect((await errorOf(keepsake.users.find({ login: 'bob' }))).kind).toBe('unavailable')
  expect(await valueOf(keepsake.usernames.switch())).toMatchObject({ verdict: 'collisions', users: 5 })
  await valueOf(exact.users.update({ userId: first, changes: { username: 'ROBERT' } }))
  expect(await valueOf(keepsake.usernames.switch())).toEqual({ verdict: 'switched', changed: 3 })
  for (const login of ['Robert', 'BOB', 'STRASSE', 'istanbul', 'EVE'])
    expect((await valueOf(keepsake.signIn({ login, password }))).verdict, login).toBe('signed_in')
  const again = ['STRASSE', 'ıstanbul'].map((username) => ({ username }))
  expect(await issuesOf(keepsake.users.create({ list: again }))).toEqual([
    'list.0.username user.username_taken',
    'list.1.username user.username_taken',
  ])
  expect((await errorOf((await openOn(storage, false)).keepsake.users.count({}))).kind).toBe('unavailable')
}

test.skipIf(inject('postgresUrl') === '')('usernames in PostgreSQL are switched', async () =>
  isSwitched(await openPostgres()),
)

test.skipIf(inject('mariadbUrl') === '')('usernames in MariaDB are switched', async () =>
  isSwitched(await openMysql()),
)
