import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { userPoolId, type Unavailable } from '@keepsake/domain'
import type { ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { anEntry, madeAt } from '../../builders/users.ts'
import { openSqlite, temporaryDirectory, temporaryFile } from './temporary-file.ts'

const poolId = userPoolId('pool-one')

const expectRefusal = async (answer: ResultAsync<unknown, unknown>): Promise<void> => {
  const failure = (await answer)._unsafeUnwrapErr() as Unavailable
  expect(failure).toMatchObject({ kind: 'unavailable', part: 'storage' })
  expect(String(failure.cause)).toMatch(/removed, renamed or replaced while it was open: put it back/u)
}

/** What somebody does to the files behind an open storage's back. */
const misdeeds: readonly (readonly [string, (file: string) => void])[] = [
  ['the file is removed', (file) => unlinkSync(file)],
  [
    'another file takes its name',
    (file) => {
      copyFileSync(file, `${file}.restored`)
      renameSync(`${file}.restored`, file)
    },
  ],
  ['the file is renamed', (file) => renameSync(file, `${file}.old`)],
  ['the log is removed', (file) => unlinkSync(`${file}-wal`)],
  ['the index of the log is removed', (file) => unlinkSync(`${file}-shm`)],
  [
    'another log takes its name',
    (file) => {
      copyFileSync(`${file}-wal`, `${file}-wal.other`)
      renameSync(`${file}-wal.other`, `${file}-wal`)
    },
  ],
  ['the directory is renamed', (file) => renameSync(dirname(file), `${dirname(file)}-elsewhere`)],
  [
    'another directory takes its name',
    (file) => {
      renameSync(dirname(file), `${dirname(file)}-elsewhere`)
      mkdirSync(dirname(file))
      copyFileSync(join(`${dirname(file)}-elsewhere`, 'users.db'), file)
    },
  ],
]

describe.each(misdeeds)('where %s while a storage is open', (_, doIt) => {
  const openOne = async () => {
    const file = join(temporaryDirectory(), 'data', 'users.db')
    mkdirSync(dirname(file))
    const storage = await openSqlite(file)
    const pool = storage.inPool(poolId)
    ;(await pool.users.insertAll([anEntry()]))._unsafeUnwrap()
    return { file, pool }
  }

  test('nothing is read or acknowledged any more', async () => {
    const { file, pool } = await openOne()
    doIt(file)
    await expectRefusal(pool.users.insertAll([anEntry()]))
    await expectRefusal(pool.singleUse.spend('request-nonce', 'key', madeAt, madeAt))
    await expectRefusal(pool.users.list({ filter: {}, order: 'oldest-first', limit: 1 }))
    await expectRefusal(pool.secondFactors.list(undefined, 1))
  })

  test('a transaction that was under way is not acknowledged', async () => {
    const { file, pool } = await openOne()
    await expectRefusal(
      pool.atomically((stores) =>
        stores.users
          .insertAll([anEntry()])
          .map(() => doIt(file))
          .andThen(() => stores.users.insertAll([anEntry()])),
      ),
    )
  })
})

test('what is put back is good again', async () => {
  const file = temporaryFile()
  const pool = (await openSqlite(file)).inPool(poolId)
  renameSync(file, `${file}.away`)
  await expectRefusal(pool.users.insertAll([anEntry()]))
  renameSync(`${file}.away`, file)
  const entry = anEntry()
  expect((await pool.users.insertAll([entry])).isOk()).toBe(true)
  expect((await pool.users.findByIds([entry.user.id]))._unsafeUnwrap()).toEqual([entry.user])
})

describe('by a symbolic link', () => {
  test('a database is the file that it leads to, and refused once it leads elsewhere', async () => {
    const [target, link] = [temporaryFile(), temporaryFile()]
    symlinkSync(target, link)
    const pool = (await openSqlite(link)).inPool(poolId)
    expect((await pool.users.insertAll([anEntry()])).isOk()).toBe(true)
    const other = temporaryFile()
    await (await openSqlite(other)).close()
    rmSync(link)
    symlinkSync(other, link)
    await expectRefusal(pool.users.insertAll([anEntry()]))
  })
})

describe.skipIf(!existsSync('/proc/locks'))('where the system tells of locks', () => {
  test('those of a storage stay when another one of this process opens the same file', async () => {
    const file = temporaryFile()
    const locks = (): readonly string[] =>
      readFileSync('/proc/locks', 'utf8')
        .split('\n')
        .filter((line) => line.includes(` ${process.pid} `) && line.includes(`:${statSync(file).ino} `))
    const first = (await openSqlite(file)).inPool(poolId)
    ;(await first.users.insertAll([anEntry()]))._unsafeUnwrap()
    expect(locks()).not.toEqual([])
    await (await openSqlite(file)).close()
    expect(locks()).not.toEqual([])
  })
})
