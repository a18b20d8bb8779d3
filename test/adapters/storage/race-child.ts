import { createInterface } from 'node:readline'
import { openSqliteStorage } from '@keepsake/adapters/storage/sqlite'
import { userPoolId, type PoolStorage, type Storage } from '@keepsake/domain'
import { anEntry, madeAt } from '../../builders/users.ts'

// For every line "<what> <file> <key>" that comes in, tries it from several callers at once, and answers in one line what
// became of each:
// - add: bring in a user with that key: "added", "keys-taken" or "unavailable"
// - reserve: reserve one of five attempts on that key: "granted", "refused" or "unavailable"
//
// node race-child.ts <callers>

const callers = Number(process.argv[2])
const storages = new Map<string, Storage>()

const open = async (file: string): Promise<Storage> => {
  const storage = storages.get(file) ?? (await openSqliteStorage({ file }))._unsafeUnwrap()
  storages.set(file, storage)
  return storage
}

const add = async (pool: PoolStorage, key: string): Promise<string> => {
  const { user, keys } = anEntry()
  const entry = { user, keys: [...keys, { namespace: 'login', key } as const] }
  const added = await pool.users.insertAll([entry])
  return added.match(
    () => 'added',
    (error) => error.kind,
  )
}

const reserve = async (pool: PoolStorage, key: string): Promise<string> => {
  const backoff = { free: 5, firstWaitMs: 1000, longestWaitMs: 1000, forgetAfterMs: 1000 }
  const reservation = await pool.attempts.reserve('otp', key, backoff, madeAt)
  return reservation.match(
    ({ granted }) => (granted ? 'granted' : 'refused'),
    (error) => error.kind,
  )
}

console.log('ready')
for await (const line of createInterface({ input: process.stdin })) {
  const [what, file = '', key = ''] = line.split(' ')
  const attempt = what === 'add' ? add : reserve
  const pool = (await open(file)).inPool(userPoolId('pool-one'))
  const answers = await Promise.all(Array.from({ length: callers }, () => attempt(pool, key)))
  console.log(answers.join(' '))
}
