import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { openMysqlStorage } from '@keepsake/adapters/storage/mysql'
import { openPostgresStorage } from '@keepsake/adapters/storage/postgres'
import { userPoolId, type Storage } from '@keepsake/domain'
import { createPool } from 'mysql2/promise'
import pg from 'pg'
import { aCredential, anEntry, madeAt } from '../../builders/users.ts'
import { openByUrl } from './open-by-url.ts'

// Works on a database while its parent ends its connections, from many callers at once and by every kind of work. The
// first line of its input stops the work, while connections are still being ended. The end of its input says that no
// more are ended: then it writes one last user, and prints one line of JSON with the number of calls by their outcome
// and whether the last user was written and found.
//
// node ended-connections-child.ts <url> own|injected

const [url = '', whose = ''] = process.argv.slice(2)

/** A pool as an embedding service may have it: without a listener for errors. */
const openInjected = async (): Promise<Storage> =>
  url.startsWith('postgres://')
    ? await openPostgresStorage({ pool: new pg.Pool({ connectionString: url, max: 8 }) })
    : await openMysqlStorage({ pool: createPool({ uri: url, connectionLimit: 8 }) as never })

const storage = whose === 'own' ? await openByUrl(url) : await openInjected()
const pool = storage.inPool(userPoolId('pool-one'))

const calls = [
  () => {
    const entries = [anEntry(), anEntry()]
    return pool.atomically((stores) =>
      stores.users
        .insertAll(entries)
        .andThen(() => stores.credentials.insertAll(entries.map(({ user }) => aCredential(user.id)))),
    )
  },
  // A key that is taken rolls back to a savepoint.
  () => {
    const entry = anEntry()
    return pool.atomically((stores) =>
      stores.users
        .insertAll([entry])
        .andThen(() => stores.users.insertAll([{ ...anEntry(), keys: entry.keys }]))
        .orElse(() => stores.users.insertAll([anEntry()])),
    )
  },
  () => pool.secondFactors.list(undefined, 10),
  () => pool.users.list({ filter: {}, order: 'oldest-first', limit: 10 }),
  () => pool.singleUse.spend('request-nonce', crypto.randomUUID(), madeAt, madeAt + 1000),
]

const counts: Record<string, number> = {}
const over = new AbortController()

const work = async (caller: number): Promise<void> => {
  for (let turn = caller; !over.signal.aborted; turn += 1) {
    const answer = await calls[turn % calls.length]!()
    const kind = answer.isOk() ? 'ok' : answer.error.kind
    counts[kind] = (counts[kind] ?? 0) + 1
  }
}

console.log('ready')
const noMoreAreEnded = once(process.stdin, 'end')
process.stdin.once('data', () => over.abort()).resume()
await Promise.all(Array.from({ length: 12 }, (_, caller) => work(caller)))
await noMoreAreEnded
// The idle connections of the pool need a moment to hear that they were ended.
await pause(500)
const last = anEntry()
const isWritten = (await pool.users.insertAll([last])).isOk()
const isFound = (await pool.users.findByIds([last.user.id])).unwrapOr([]).length === 1
console.log(JSON.stringify({ counts, recovered: isWritten && isFound }))
process.exit(0)
