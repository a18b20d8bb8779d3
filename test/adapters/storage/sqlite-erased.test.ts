import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { userPoolId, type PoolStorage, type UserEntry } from '@keepsake/domain'
import { describe, expect, onTestFinished, test } from 'vitest'
import { rewrite } from '../../../packages/adapters/src/storage/sqlite/rewrite.ts'
import { isLeftIn } from '../../../packages/adapters/src/storage/sqlite/gaps.ts'
import { aCredential, aLedgerRow, aNotice, anEntry, aSecondFactor, newId } from '../../builders/users.ts'
import { openSqlite, temporaryFile } from './temporary-file.ts'

const poolId = userPoolId('pool-one')

/** A user whose identifiers come in no order, as people's do: rows of an index are then moved from page to page. */
const aPerson = (): UserEntry & { readonly texts: readonly string[] } => {
  const tag = Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => byte.toString(36)).join('')
  const entry = anEntry()
  const texts = [`${tag}@example.com`, `+8618${tag}`, `name-${tag}`]
  const keys = texts.map((key) => ({ namespace: 'login' as const, key }))
  return { ...entry, keys, searchTerms: texts, texts: [...texts, entry.user.id] }
}

const bring = async (pool: PoolStorage, people: readonly ReturnType<typeof aPerson>[]): Promise<void> => {
  for (let start = 0; start < people.length; start += 20) {
    const some = people.slice(start, start + 20)
    const ids = some.map(({ user }) => user.id)
    const written = await pool.atomically((stores) =>
      stores.users
        .insertAll(some)
        .andThen(() => stores.credentials.insertAll(ids.map((id) => aCredential(id))))
        .andThen(() => stores.secondFactors.writeAll(ids.map((id) => ({ from: [], to: aSecondFactor(id) }))))
        .andThen(() => stores.outbox.addAll(ids.map((id) => aNotice(id))))
        .andThen(() =>
          stores.moves.putRows(
            some.map(({ user, texts }) => ({
              from: undefined,
              to: aLedgerRow(user.id, { key: `legacy|${texts[0]}` }),
            })),
          ),
        ),
    )
    written._unsafeUnwrap()
    await Promise.all(ids.map((id) => pool.knownNetworks.remember(id, newId(), 1, 2)))
  }
}

/** Every one of the texts that a file of the database has anywhere in it. */
const foundIn = (file: string, texts: readonly string[]): readonly string[] =>
  [file, `${file}-wal`, `${file}-shm`]
    .filter((each) => existsSync(each))
    .flatMap((each) => {
      const bytes = readFileSync(each)
      return texts.filter((text) => bytes.includes(text)).map((text) => `${each} has ${text}`)
    })

describe('of a deleted user', () => {
  test('nothing is left in any file of the database, right after the answer', async () => {
    const file = temporaryFile()
    const pool = (await openSqlite(file)).inPool(poolId)
    const people = Array.from({ length: 10 }, aPerson)
    await bring(pool, people)
    const [gone, ...others] = people
    expect(foundIn(file, gone!.texts)).not.toEqual([])
    await pool.users.removeAll([gone!.user.id])
    expect(foundIn(file, gone!.texts)).toEqual([])
    for (const { texts } of others) expect(foundIn(file, texts)).not.toEqual([])
  })

  test(
    'nothing is left of hundreds among thousands either, whose rows were moved about',
    { timeout: 120_000 },
    async () => {
      const file = temporaryFile()
      const pool = (await openSqlite(file)).inPool(poolId)
      const people = Array.from({ length: 1200 }, aPerson)
      await bring(pool, people)
      const gone = people.filter((_, index) => index % 5 === 0)
      for (let start = 0; start < gone.length; start += 60)
        (await pool.users.removeAll(gone.slice(start, start + 60).map(({ user }) => user.id)))._unsafeUnwrap()
      expect(
        foundIn(
          file,
          gone.flatMap(({ texts }) => texts),
        ),
      ).toEqual([])
      expect((await pool.users.count({}))._unsafeUnwrap()).toBe(people.length - gone.length)
    },
  )

  test('nothing is left once others have read to the end who began before', async () => {
    const file = temporaryFile()
    const pool = (await openSqlite(file)).inPool(poolId)
    const person = aPerson()
    await bring(pool, [person])
    const reader = new DatabaseSync(file, { readOnly: true })
    onTestFinished(() => reader.close())
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM keepsake_users').get()
    expect((await pool.users.removeAll([person.user.id]))._unsafeUnwrap()).toEqual([person.user.id])
    expect(foundIn(file, person.texts)).not.toEqual([])
    reader.exec('COMMIT')
    while (foundIn(file, person.texts).length > 0) await new Promise((resolve) => setTimeout(resolve, 50))
  })

  test('nothing is left after closing, though a reader was in the way until then', async () => {
    const file = temporaryFile()
    const storage = await openSqlite(file)
    const person = aPerson()
    await bring(storage.inPool(poolId), [person])
    const reader = new DatabaseSync(file, { readOnly: true })
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM keepsake_users').get()
    await storage.inPool(poolId).users.removeAll([person.user.id])
    reader.close()
    await storage.close()
    expect(foundIn(file, person.texts)).toEqual([])
  })

  test('what rolls back is still there', async () => {
    const file = temporaryFile()
    const pool = (await openSqlite(file)).inPool(poolId)
    const person = aPerson()
    await bring(pool, [person])
    await pool.atomically(({ users }) =>
      users.removeAll([person.user.id]).andThen(() =>
        users.insertAll([
          { ...anEntry(), keys: person.keys },
          { ...anEntry(), keys: person.keys },
        ]),
      ),
    )
    expect((await pool.users.findByIds([person.user.id]))._unsafeUnwrap()).toHaveLength(1)
  })
})

describe('what is left between the rows of a page', () => {
  test('is found, and gone once the file was written anew', { timeout: 120_000 }, async () => {
    const file = temporaryFile()
    const database = new DatabaseSync(file)
    database.exec('PRAGMA journal_mode = wal; PRAGMA secure_delete = 1')
    database.exec('CREATE TABLE keys (key TEXT PRIMARY KEY, owner TEXT) STRICT, WITHOUT ROWID')
    const insert = database.prepare('INSERT INTO keys VALUES (?, ?)')
    const remove = database.prepare('DELETE FROM keys WHERE key = ?')
    const checkpoint = (): unknown => database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()
    // In one of some hundred deletions something stays. The generator is seeded, so that it is the same one every time.
    let seed = 1
    const next = (): number => (seed = (seed * 48_271) % 2_147_483_647)
    const keys = Array.from({ length: 6000 }, () => `${next().toString(36)}-${next().toString(36)}`)
    const gone = keys.filter((_, index) => index % 4 === 0)
    const [lasting = ''] = keys.filter((_, index) => index % 4 !== 0)
    database.exec('BEGIN')
    for (const key of keys) insert.run(key, '')
    for (const key of gone) remove.run(key)
    database.exec('COMMIT')
    checkpoint()
    const left = gone.filter((key) => readFileSync(file).includes(key))
    expect(left.length).toBeGreaterThan(0)
    for (const key of left) expect(await isLeftIn(file, [key]), key).toBe(true)
    // What is there as a row is not what is left.
    expect(readFileSync(file).includes(lasting)).toBe(true)
    expect(await isLeftIn(file, [lasting])).toBe(false)
    await rewrite(file)
    checkpoint()
    expect(await isLeftIn(file, gone)).toBe(false)
    expect(gone.filter((key) => readFileSync(file).includes(key))).toEqual([])
    database.close()
  })
})
