import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { inspect } from 'node:util'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import { sealed, userId, userPoolId, type PoolStorage, type Storage } from '@keepsake/domain'
import { codeHardStop } from '@keepsake/domain/rules'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isAtLeast, openConnections } from '../../../packages/adapters/src/storage/sqlite/open-connections.ts'
import { schemaVersion } from '../../../packages/adapters/src/storage/sql/migrations.ts'
import { aCredential, anEntry, aNotice, madeAt } from '../../builders/users.ts'
import { refusalOf as reasonOf } from './refusal-of.ts'
import { openSqlite, temporaryDirectory, temporaryFile } from './temporary-file.ts'

const pool = userPoolId('pool-one')

/** Why the file does not open, in words. */
const refusalOf = (file: string): Promise<string> => reasonOf(openSqliteStorage({ file }))

/** Looks into a file, or changes it, behind the storage's back. */
const inDatabase = <T>(file: string, look: (database: DatabaseSync) => T): T => {
  const database = new DatabaseSync(file, { timeout: 1000 })
  try {
    return look(database)
  } finally {
    database.close()
  }
}

/** How many rows a table has. */
const countIn = (file: string, table: string): unknown =>
  inDatabase(file, (database) => database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.['rows'])

/** Makes a database of ours and closes it. */
const existingFile = async (): Promise<string> => {
  const file = temporaryFile()
  await (await openSqlite(file)).close()
  return file
}

/** Permissions do not bind the superuser; it lays its rights down until the test ends. */
const asOrdinaryUser = (): void => {
  if (process.geteuid?.() !== 0) return
  process.seteuid?.(65_534)
  onTestFinished(() => process.seteuid?.(0))
}

describe('opening an SQLite file', () => {
  test('makes it, readable and writable for its owner alone', async () => {
    const file = temporaryFile()
    const storage = await openSqlite(file)
    await storage.inPool(pool).users.insertAll([anEntry()])
    for (const path of [file, `${file}-wal`, `${file}-shm`])
      expect(statSync(path).mode & 0o777, path).toBe(0o600)
  })

  test('finds again what was written before it was closed', async () => {
    const file = temporaryFile()
    const before = await openSqlite(file)
    const entry = anEntry()
    await before.inPool(pool).users.insertAll([entry])
    await before.close()
    const after = await openSqlite(file)
    expect((await after.inPool(pool).users.findByIds([entry.user.id]))._unsafeUnwrap()).toEqual([entry.user])
  })

  test('leaves a file on closing that holds everything by itself', async () => {
    const file = temporaryFile()
    const other = await openSqlite(file)
    const storage = await openSqlite(file)
    const entry = anEntry()
    await storage.inPool(pool).users.insertAll([entry])
    await storage.close()
    const copy = join(temporaryDirectory(), 'copy.db')
    writeFileSync(copy, readFileSync(file))
    const opened = await openSqlite(copy)
    expect((await opened.inPool(pool).users.findByIds([entry.user.id]))._unsafeUnwrap()).toEqual([entry.user])
    await other.close()
  })

  test('marks it as ours, with the version of its schema, in write-ahead mode', async () => {
    const file = await existingFile()
    const read = (name: string): unknown =>
      inDatabase(file, (database) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0])
    expect(read('application_id')).toBe(Buffer.from('Keep').readInt32BE())
    expect(read('user_version')).toBe(schemaVersion)
    expect(read('journal_mode')).toBe('wal')
    expect(read('integrity_check')).toBe('ok')
  })

  test('sets both connections up for safety first', () => {
    const { writer, reader } = openConnections(temporaryFile())
    onTestFinished(() => [reader, writer].forEach((each) => each.close()))
    const settings = {
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      trusted_schema: 0,
      secure_delete: 1,
    }
    for (const [name, value] of Object.entries({ ...settings, busy_timeout: 50 }))
      expect([name, writer.pragma(name), reader.pragma(name)]).toEqual([name, value, value])
    expect(() => reader.run('DELETE FROM keepsake_users')).toThrow(/readonly/)
  })

  test('from three sides at one moment makes one database', async () => {
    const file = temporaryFile()
    const storages = await Promise.all([openSqlite(file), openSqlite(file), openSqlite(file)])
    const entries = storages.map(() => anEntry())
    await Promise.all(
      storages.map((storage, i) => storage.inPool(pool).users.insertAll(entries.slice(i, i + 1))),
    )
    const ids = entries.map((entry) => entry.user.id)
    for (const storage of storages)
      expect((await storage.inPool(pool).users.findByIds(ids))._unsafeUnwrap()).toHaveLength(3)
  })
})

describe('an SQLite file is refused, and left as it is', () => {
  const refused = async (file: string, reason: RegExp): Promise<void> => {
    const before = readFileSync(file)
    expect(await refusalOf(file)).toMatch(reason)
    expect(readFileSync(file).equals(before)).toBe(true)
  }

  test('where it is no database', async () => {
    const file = temporaryFile()
    writeFileSync(file, 'name,email\n'.repeat(500))
    await refused(file, /not an SQLite database/)
  })

  test('where it has the tables of another program', async () => {
    const file = temporaryFile()
    inDatabase(file, (database) => database.exec('CREATE TABLE users (id)'))
    await refused(file, /another program/)
  })

  test('where it bears the mark of another program', async () => {
    const file = temporaryFile()
    inDatabase(file, (database) => database.exec('PRAGMA application_id = 7'))
    await refused(file, /another program/)
  })

  test('where a newer release wrote it', async () => {
    const file = await existingFile()
    inDatabase(file, (database) => database.exec('PRAGMA user_version = 99'))
    await refused(file, /schema version 99; this release reads version 1/)
  })

  test('where it is read-only', async () => {
    const file = await existingFile()
    chmodSync(file, 0o444)
    asOrdinaryUser()
    expect(await refusalOf(file)).toMatch(/read-only|may not read and write/)
  })

  test('where its directory is read-only', async () => {
    const file = await existingFile()
    chmodSync(file, 0o666)
    chmodSync(join(file, '..'), 0o555)
    asOrdinaryUser()
    expect(await refusalOf(file)).toMatch(/read-only|cannot be opened/)
  })

  test('where its directory is missing, or it is a directory itself', async () => {
    const directory = temporaryDirectory()
    expect(await refusalOf(join(directory, 'missing', 'users.db'))).toMatch(/no such file or directory/)
    expect(await refusalOf(directory)).toMatch(/directory/)
  })

  test('where there is none: a database in memory would be two, one to read and one to write', async () => {
    for (const file of ['', ':memory:']) expect(await refusalOf(file)).toMatch(/give the path of a file/)
  })

  test('where its name has a NUL character', async () => {
    expect(await refusalOf('users\u0000.db')).toMatch(/null bytes/)
  })
})

test('SQLite versions compare by their parts', () => {
  expect(
    ['3.51.3', '3.51.10', '3.52.0', '4.0.0'].filter((version) => isAtLeast(version, '3.51.3')),
  ).toHaveLength(4)
  expect(['3.51.2', '3.9.9', '3.50.4', '2.99.9'].filter((version) => isAtLeast(version, '3.51.3'))).toEqual(
    [],
  )
})

describe('what SQLite keeps', () => {
  const open = async (): Promise<{
    file: string
    storage: PoolStorage
    close: Storage['close']
  }> => {
    const file = temporaryFile()
    const storage = await openSqlite(file)
    return { file, storage: storage.inPool(pool), close: storage.close }
  }

  test('of a sent notice keeps the first moment and no password, not even in the free space of the file', async () => {
    const { file, storage, close } = await open()
    const entry = anEntry()
    const secret = 'v1.key-1.nonce.THIS-MUST-GO.tag'
    await storage.users.insertAll([entry])
    const notice = aNotice(entry.user.id, { secret: sealed(secret) })
    await storage.outbox.addAll([notice])
    await storage.outbox.claim({ channel: 'email', limit: 1, now: madeAt, leaseUntil: madeAt + 1 })
    for (const at of [madeAt + 1, madeAt + 2]) await storage.outbox.markSent(notice.id, at)
    await close()
    const row = inDatabase(file, (database) => database.prepare('SELECT * FROM keepsake_outbox').get())
    expect(row).toMatchObject({ id: notice.id, secret: null, attempts: 1, sent_at: madeAt + 1 })
    expect(readFileSync(file).includes('THIS-MUST-GO')).toBe(false)
  })

  test('of a notice counts every attempt', async () => {
    const { file, storage, close } = await open()
    await storage.outbox.addAll([aNotice(anEntry().user.id)])
    for (const later of [1, 2, 3])
      await storage.outbox.claim({
        channel: 'email',
        limit: 1,
        now: madeAt + later,
        leaseUntil: madeAt + later + 1,
      })
    await close()
    const row = inDatabase(file, (database) => database.prepare('SELECT attempts FROM keepsake_outbox').get())
    expect(row).toEqual({ attempts: 3 })
  })

  test('of spent keys goes once their time is over', async () => {
    const { file, storage, close } = await open()
    for (let key = 0; key < 250; key += 1) await storage.singleUse.spend('request-nonce', `${key}`, 1, 100)
    expect((await storage.singleUse.spend('request-nonce', '0', 101, 200))._unsafeUnwrap()).toBe('first')
    for (const key of ['a', 'b']) await storage.singleUse.spend('request-nonce', key, 101, 200)
    await close()
    expect(countIn(file, 'keepsake_single_use')).toBe(3)
  })

  test('of attempts goes once they are forgotten', async () => {
    const { file, storage, close } = await open()
    const backoff = { free: 1, firstWaitMs: 1, longestWaitMs: 1, forgetAfterMs: 100 }
    for (let key = 0; key < 250; key += 1)
      await storage.attempts.reserve('authenticator-code', `${key}`, backoff, 1)
    for (const key of ['a', 'b', 'c']) await storage.attempts.reserve('authenticator-code', key, backoff, 101)
    await close()
    expect(countIn(file, 'keepsake_attempts')).toBe(3)
  })

  test('of known networks goes once they have expired', async () => {
    const { file, storage, close } = await open()
    for (let user = 0; user < 250; user += 1)
      await storage.knownNetworks.remember(userId(`${user}`), 'source', 1, 100)
    for (const user of ['a', 'b', 'c']) await storage.knownNetworks.remember(userId(user), 'source', 101, 200)
    await close()
    expect(countIn(file, 'keepsake_known_networks')).toBe(3)
  })

  test('of a key that is cleared goes at once', async () => {
    const { file, storage, close } = await open()
    await storage.attempts.reserve('authenticator-code', 'key', codeHardStop, 1)
    await storage.attempts.clear('authenticator-code', 'key')
    await close()
    expect(countIn(file, 'keepsake_attempts')).toBe(0)
  })

  test('shows no value and no statement in a failure', async () => {
    const { storage } = await open()
    const entry = anEntry()
    const { user } = entry
    await storage.users.insertAll([entry])
    const credential = aCredential(user.id, {
      hash: { format: 'argon2id', cost: '', encoded: 'SECRET-HASH' },
    })
    await storage.credentials.insertAll([credential])
    const failure = (await storage.credentials.insertAll([credential]))._unsafeUnwrapErr()
    expect((failure.cause as Error).message).toBe(
      'SQLite: a record breaks a constraint of the schema (code 1555)',
    )
    const shown = inspect(failure, { depth: 10, showHidden: true })
    for (const hidden of ['SECRET-HASH', user.id, 'INSERT']) expect(shown).not.toContain(hidden)
  })
})
