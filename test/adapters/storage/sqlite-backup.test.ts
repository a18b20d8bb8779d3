import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { backUpSqlite, compactSqlite } from '@keepsake/adapters/storage/sqlite'
import { userPoolId } from '@keepsake/domain'
import { describe, expect, onTestFinished, test } from 'vitest'
import { aCredential, anEntry } from '../../builders/users.ts'
import { openSqlite, temporaryDirectory, temporaryFile } from './temporary-file.ts'

const poolId = userPoolId('pool-one')

const refusalOf = async (file: string, to: string): Promise<unknown> =>
  (await backUpSqlite({ file, to }))._unsafeUnwrapErr()

describe('a backup', () => {
  test('is a whole database by itself, for its owner alone, and opens as a storage', async () => {
    const file = temporaryFile()
    const pool = (await openSqlite(file)).inPool(poolId)
    const entries = [anEntry(), anEntry()]
    await pool.users.insertAll(entries)
    await pool.credentials.insertAll([aCredential(entries[0]!.user.id)])
    const to = join(temporaryDirectory(), 'backup.db')
    const { rows } = (await backUpSqlite({ file, to }))._unsafeUnwrap()
    expect(rows).toMatchObject({ keepsake_users: 2, keepsake_credentials: 1, keepsake_outbox: 0 })
    expect(readdirSync(dirname(to))).toEqual(['backup.db'])
    expect(statSync(to).mode & 0o777).toBe(0o600)
    // What comes later is not in it.
    await pool.users.insertAll([anEntry()])
    const restored = (await openSqlite(to)).inPool(poolId)
    const found = await restored.users.list({ filter: {}, order: 'oldest-first', limit: 10 })
    expect(
      found
        ._unsafeUnwrap()
        .map(({ id }) => id)
        .toSorted(),
    ).toEqual(entries.map(({ user }) => user.id).toSorted())
  })

  test('is one state of what many write meanwhile', { timeout: 120_000 }, async () => {
    const file = temporaryFile()
    const pool = (await openSqlite(file)).inPool(poolId)
    const over = new AbortController()
    onTestFinished(() => over.abort())
    let written = 0
    const write = async (): Promise<void> => {
      while (!over.signal.aborted) {
        const entries = [anEntry(), anEntry()]
        const done = await pool.atomically((stores) =>
          stores.users
            .insertAll(entries)
            .andThen(() => stores.credentials.insertAll(entries.map(({ user }) => aCredential(user.id)))),
        )
        done._unsafeUnwrap()
        written += 2
        // SQLite answers at once: nobody else would get a turn.
        await nextTurn()
      }
    }
    const writers = [write(), write()]
    for (let round = 0; round < 5; round += 1) {
      const to = join(temporaryDirectory(), 'backup.db')
      const before = written
      const { rows } = (await backUpSqlite({ file, to }))._unsafeUnwrap()
      expect(rows['keepsake_users']).toBe(rows['keepsake_credentials'])
      expect(rows['keepsake_users']).toBeGreaterThanOrEqual(before)
      expect(rows['keepsake_unique_keys']).toBe(rows['keepsake_users'])
    }
    over.abort()
    await Promise.all(writers)
  })

  test('takes the name of nothing that is there, whatever it is', async () => {
    const file = temporaryFile()
    await openSqlite(file)
    const folder = temporaryDirectory()
    const to = join(folder, 'backup.db')
    writeFileSync(to, 'precious')
    expect(await refusalOf(file, to)).toEqual({ kind: 'backup-refused', reason: 'target-exists' })
    expect(readFileSync(to, 'utf8')).toBe('precious')
    expect(await refusalOf(file, folder)).toMatchObject({ reason: 'target-exists' })
    expect(await refusalOf(file, file)).toMatchObject({ reason: 'target-exists' })
    writeFileSync(join(folder, 'other.db-wal'), 'of another database')
    expect(await refusalOf(file, join(folder, 'other.db'))).toMatchObject({ reason: 'target-exists' })
    symlinkSync(join(folder, 'nowhere'), join(folder, 'link.db'))
    expect(await refusalOf(file, join(folder, 'link.db'))).toMatchObject({ reason: 'target-exists' })
    expect(readdirSync(folder).toSorted()).toEqual(['backup.db', 'link.db', 'other.db-wal'])
  })

  test('is refused where there is no database, and makes none', async () => {
    const file = temporaryFile()
    const to = join(temporaryDirectory(), 'backup.db')
    expect(await refusalOf(file, to)).toEqual({ kind: 'backup-refused', reason: 'no-database' })
    expect([existsSync(file), existsSync(to)]).toEqual([false, false])
  })

  test.each<readonly [string, (file: string) => void, RegExp]>([
    [
      'of another program',
      (file) => new DatabaseSync(file).exec('CREATE TABLE users (id)'),
      /belongs to another program/u,
    ],
    ['that is none', (file) => writeFileSync(file, 'name,email\n'.repeat(500)), /not an SQLite database/u],
  ])('is refused of a database %s, and leaves nothing', async (_, make, reason) => {
    const file = temporaryFile()
    make(file)
    const to = join(temporaryDirectory(), 'backup.db')
    const failure = (await refusalOf(file, to)) as { readonly kind: string; readonly cause: unknown }
    expect(failure.kind).toBe('unavailable')
    expect(String(failure.cause)).toMatch(reason)
    expect(readdirSync(dirname(to))).toEqual([])
  })

  test('of a damaged database is refused, and leaves nothing', async () => {
    const file = temporaryFile()
    const storage = await openSqlite(file)
    await storage.inPool(poolId).users.insertAll(Array.from({ length: 300 }, () => anEntry()))
    await storage.close()
    const bytes = readFileSync(file)
    bytes.fill(0xff, 5 * 4096, 12 * 4096)
    writeFileSync(file, bytes)
    const to = join(temporaryDirectory(), 'backup.db')
    expect(await refusalOf(file, to)).toMatchObject({ kind: 'unavailable', part: 'storage' })
    expect(readdirSync(dirname(to))).toEqual([])
  })

  test('to where nobody may write, or there is no folder, says so', async () => {
    const file = temporaryFile()
    await openSqlite(file)
    const failure = (await refusalOf(file, join(temporaryDirectory(), 'missing', 'backup.db'))) as {
      readonly cause: unknown
    }
    expect(String(failure.cause)).toMatch(/ENOENT/u)
  })
})

test('a database that is written anew is as before, in the same file', async () => {
  const file = temporaryFile()
  const pool = (await openSqlite(file)).inPool(poolId)
  const entries = Array.from({ length: 500 }, () => anEntry())
  await pool.users.insertAll(entries)
  await pool.users.removeAll(entries.slice(1).map(({ user }) => user.id))
  chmodSync(file, 0o600)
  const before = statSync(file)
  expect((await compactSqlite({ file })).isOk()).toBe(true)
  expect(statSync(file)).toMatchObject({ ino: before.ino, mode: before.mode })
  expect(statSync(file).size).toBeLessThan(before.size)
  expect((await pool.users.findByIds([entries[0]!.user.id]))._unsafeUnwrap()).toEqual([entries[0]!.user])
  expect((await pool.users.insertAll([anEntry()])).isOk()).toBe(true)
})
